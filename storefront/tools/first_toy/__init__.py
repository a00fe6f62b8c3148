"""The first-toy chooser: five questions, and products that the safety rules allow, or a reason why there are none."""
