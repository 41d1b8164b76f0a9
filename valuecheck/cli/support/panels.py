"""The groups of `--help`, in their order."""

EVERY_DAY = "Every day"
LOOK_BACK = "Look back"
CUSTOMERS = "Customers"
YOUR_DATA = "Your data"
SET_UP = "Set up"
PANELS = (EVERY_DAY, LOOK_BACK, CUSTOMERS, YOUR_DATA, SET_UP)
