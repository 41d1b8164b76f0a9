"""A team's shared picture in PostgreSQL: one bit a week leaves the machine, nothing else."""
