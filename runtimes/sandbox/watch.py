"""Memory limits where no control group gives them."""


class MemoryWatch:
    def interval_seconds(self):
        return None

    def tick(self, environments):
        pass
