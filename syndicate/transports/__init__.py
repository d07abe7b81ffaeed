"""The ways out of the house: mail, pushes and jobs. Each fake keeps the same contract."""
