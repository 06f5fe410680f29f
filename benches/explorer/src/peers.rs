//! The same programs for the peers, each in its own way: interweave spawns its processes directly, Loom
//! starts threads from a first one and joins them.

use interweave::{Observer, Step, StepCx, World, explore};
use loom::sync::Arc;
use loom::sync::atomic::AtomicI64;
use loom::sync::atomic::Ordering::SeqCst;

#[derive(Default)]
struct Executions(u64);

impl Observer for Executions {
    fn step(&mut self, step: Step<'_>, _: StepCx<'_, '_>) {
        self.0 += u64::from(matches!(step, Step::Maximal { .. }));
    }
}

/// Gives the number of executions.
pub(crate) fn interweave(tasks: u32, times: u32) -> u64 {
    let program = move |world: &mut World| {
        let cell = world.atomic("x", 0i64);
        for _ in 0..tasks {
            let cell = cell.clone();
            world.spawn("adder", async move {
                for _ in 0..times {
                    let seen = cell.load().await;
                    cell.store(seen + 1).await;
                }
                Ok(())
            });
        }
    };
    let mut executions = Executions::default();
    explore(&program, &mut executions).expect("no execution of this program fails");
    executions.0
}

pub(crate) fn loom(tasks: u32, times: u32) {
    let mut builder = loom::model::Builder::new();
    builder.max_branches = 100_000;
    builder.check(move || {
        let cell = Arc::new(AtomicI64::new(0));
        let threads: Vec<_> = (0..tasks)
            .map(|_| {
                let cell = cell.clone();
                loom::thread::spawn(move || {
                    for _ in 0..times {
                        let seen = cell.load(SeqCst);
                        cell.store(seen + 1, SeqCst);
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("no thread panics");
        }
    });
}
