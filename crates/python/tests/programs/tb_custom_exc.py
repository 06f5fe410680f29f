class AppError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {super().__str__()}"

def run(step):
    if step == 3:
        raise AppError(42, "step failed")
    return step

try:
    run(3)
except AppError as e:
    print(e, e.code, e.args, repr(e))
for i in range(5):
    print(run(i))
