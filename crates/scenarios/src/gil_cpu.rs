//! CPU-bound work under the GIL: threads bring no speed-up; without the GIL they bring as many
//! times as there are cores.

use model::{Params, Verdict, marks};
use runtime::{Cx, Kernel, join_all};

marks! { WORK = "work", ALONE = "alone", START = "start", JOIN = "join" }

/// At least this many times as fast as one after another is faster; less than its inverse, slower.
const TELLING: f64 = 1.25;

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (tasks, work) = (params.count("tasks"), params.count("work"));

    let began = cx.now();
    cx.compute(cx.at(ALONE), Kernel::Primes, work).await;
    let alone = cx.now() - began;

    let began = cx.now();
    let mut threads = Vec::new();
    for task in 0..tasks {
        let body = async move |cx: Cx| cx.compute(cx.at(WORK), Kernel::Primes, work).await;
        threads.push(cx.spawn(cx.at(START), format!("task-{task}"), body).await);
    }
    join_all(cx.at(JOIN), &threads).await;
    let together = cx.now() - began;

    let speedup = alone as f64 * f64::from(tasks) / together.max(1) as f64;
    let verdict = match speedup {
        _ if tasks == 1 => Verdict::good("same"),
        faster if faster >= TELLING => Verdict::good("faster"),
        slower if slower < 1.0 / TELLING => Verdict::bad("slower"),
        _ => Verdict::bad("same"),
    };
    verdict
        .with("tasks", f64::from(tasks))
        .with("alone", alone as f64)
        .with("one_by_one", alone as f64 * f64::from(tasks))
        .with("together", together as f64)
        .with("speedup", speedup)
}

#[cfg(test)]
mod tests {
    use crate::trial::{number, verdict};
    use model::Mode;

    /// What the lesson says of a single task.
    #[test]
    fn a_loop_in_a_second_thread_is_slower_though_the_first_only_waits() {
        let speedup = |mode| number(&verdict("gil-cpu", mode, &[("tasks", 1)]), "speedup");
        assert!((0.91..0.945).contains(&speedup(Mode::Gil)), "{}", speedup(Mode::Gil));
        assert!((0.99..1.01).contains(&speedup(Mode::Sequential)), "{}", speedup(Mode::Sequential));
    }
}
