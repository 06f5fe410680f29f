//! What one execution costs the explorer here: tasks that each load and store one cell so many times,
//! searched to the end in slices, again and again for a fifth of a second.

use crate::clock;
use crate::runs::{Running, Step};
use crate::trace::{Batch, Source};
use model::{Coverage, Ending, Verdict};
use runtime::explorer::{Explorer, Limits};
use runtime::{Cx, join_all};

/// Nanoseconds of searching at least.
const LONG: u64 = 200_000_000;

/// Steps between two looks at the clock.
const STEPS: u64 = 2_000;

/// The search that is going on, and the executions and nanoseconds of all of them.
pub struct Searches {
    program: (u32, u32),
    explorer: Explorer,
    executions: u64,
    worked: u64,
    stopped: bool,
}

impl Searches {
    /// Begins the first.
    #[must_use]
    pub fn begin(tasks: u32, times: u32) -> Searches {
        Searches { program: (tasks, times), explorer: search(tasks, times), executions: 0, worked: 0, stopped: false }
    }
}

fn search(tasks: u32, times: u32) -> Explorer {
    let program = move |cx: Cx| -> std::pin::Pin<Box<dyn Future<Output = Verdict>>> {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut spawned = Vec::new();
            for _ in 0..tasks {
                let body = async move |cx: Cx| {
                    for _ in 0..times {
                        let seen = cell.load(&cx).await;
                        cell.store(&cx, seen + 1).await;
                    }
                };
                spawned.push(cx.spawn(&cx, "adder", body).await);
            }
            join_all((&cx).into(), &spawned).await;
            Verdict::good("done")
        })
    };
    Explorer::new(program, Limits::default())
}

impl Running for Searches {
    fn go_on(&mut self, until: u64) -> Step {
        let began = clock::now();
        let mut now = began;
        while now < until && !self.stopped {
            self.explorer.run_slice(STEPS);
            now = clock::now();
            if self.explorer.coverage() != Coverage::Running {
                self.executions += self.explorer.progress().executions;
                self.explorer = search(self.program.0, self.program.1);
                if self.worked + (now - began) >= LONG {
                    self.worked += now - began;
                    return Step::Measured(self.worked as f64 / self.executions as f64);
                }
            }
        }
        self.worked += now - began;
        if self.stopped { Step::Over(Ending::Stopped, now) } else { Step::Soon }
    }

    fn stop(&mut self) {
        self.stopped = true;
    }

    fn source(&self) -> &dyn Source {
        self
    }
}

impl Source for Searches {
    fn take(&self, _: &mut Batch) {}
}
