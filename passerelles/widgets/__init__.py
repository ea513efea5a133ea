"""What a learner sees and touches: one anywidget view per file, its ES modules and CSS in `static/`."""
