"""All SQL of the application: tables, migrations, and one module of queries per noun."""
