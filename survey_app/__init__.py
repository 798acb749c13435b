"""Who, when and where: people, database, web pages and the command line of Hài lòng."""
