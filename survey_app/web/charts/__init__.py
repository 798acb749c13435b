"""How pages draw the charts that `field_export.charts` describes."""
