//! Native code that gives up the GIL: threads run at the same time, and a library with threads of its own
//! needs none of Python's.

use model::{Params, Verdict, marks};
use runtime::{Cx, Kernel, join_all};

marks! { WORK = "work", ALONE = "alone", START = "start", JOIN = "join" }

/// At least this many times as fast as one after another is faster; less than its inverse, slower.
const TELLING: f64 = 1.25;

/// How many threads compute at once: those of the tasks, with those that the library adds.
fn threads(params: &Params) -> u32 {
    let each = if params.int("code") == 1 { params.count("library") } else { 1 };
    params.count("tasks") * each
}

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (tasks, work, native) = (params.count("tasks"), params.count("work"), params.int("code") == 1);
    let threads = threads(&params);
    let library = u8::try_from(threads / tasks).unwrap_or(u8::MAX);

    // The measure of all: one thread alone, of Python and of the library.
    let began = cx.now();
    if native {
        cx.native(cx.at(ALONE), Kernel::Checksum, work).await;
    } else {
        cx.compute(cx.at(ALONE), Kernel::Checksum, work).await;
    }
    let alone = (cx.now() - began) as f64;

    let began = cx.now();
    let mut started = Vec::new();
    for task in 0..tasks {
        let body = async move |cx: Cx| {
            if native {
                cx.parallel(cx.at(WORK), Kernel::Checksum, work, library).await;
            } else {
                cx.compute(cx.at(WORK), Kernel::Checksum, work).await;
            }
        };
        started.push(cx.spawn(cx.at(START), format!("task-{task}"), body).await);
    }
    join_all(cx.at(JOIN), &started).await;
    let together = (cx.now() - began) as f64;

    let one_by_one = alone * f64::from(tasks);
    let speedup = one_by_one / together.max(1.0);
    let verdict = match speedup {
        _ if threads == 1 => Verdict::good("same"),
        faster if faster >= TELLING => Verdict::good("faster"),
        slower if slower < 1.0 / TELLING => Verdict::bad("slower"),
        _ => Verdict::bad("same"),
    };
    verdict
        .with("tasks", f64::from(tasks))
        .with("library", f64::from(library))
        .with("one_by_one", one_by_one)
        .with("together", together)
        .with("speedup", speedup)
}

#[cfg(test)]
mod tests {
    use crate::content::meta;
    use crate::trial::{number, verdict, verdict_on};
    use model::{Mode, ParamSpec, Params};
    use runtime::machine::MachineConfig;

    const NATIVE: (&str, i64) = ("code", 1);

    /// How many times as fast as one thread alone, on so many cores, as the seed will have it.
    fn speedups(mode: Mode, cores: u8, values: &[(&str, i64)]) -> Vec<f64> {
        let config = |seed| MachineConfig { cores, seed, ..MachineConfig::new(mode) };
        (0..8).map(|seed| number(&verdict_on("gil-native", config(seed), values), "speedup")).collect()
    }

    /// What the lesson says of two cores, give or take what the seeds do to it.
    fn check(mode: Mode, values: &[(&str, i64)], said: f64) {
        let found = speedups(mode, 2, values);
        assert!(found.iter().all(|found| (found - said).abs() <= 0.03), "{mode:?}, {values:?}: {found:?}, not {said}");
    }

    fn preset(id: &str) -> Vec<(&'static str, i64)> {
        let preset = meta("gil-native").presets.iter().find(|preset| preset.id == id).expect("the lesson names it");
        preset.values.iter().map(|(id, value)| (id.as_str(), *value)).collect()
    }

    #[test]
    fn two_threads_of_python_gain_nothing_under_the_gil_and_two_of_native_code_do() {
        check(Mode::Gil, &[], 0.92);
        check(Mode::Gil, &[NATIVE], 1.98);
        let key = |values: &[(&str, i64)]| verdict("gil-native", Mode::Gil, values).key;
        assert_eq!((key(&[]), key(&[NATIVE])), ("same".to_owned(), "faster".to_owned()));
    }

    #[test]
    fn without_the_gil_threads_of_python_gain_too_and_without_threads_nobody_does() {
        check(Mode::Free, &[], 1.84);
        check(Mode::Free, &[NATIVE], 1.98);
        check(Mode::Sequential, &[], 1.0);
        check(Mode::Sequential, &[NATIVE], 1.0);
    }

    #[test]
    fn a_library_with_two_threads_makes_one_thread_of_python_twice_as_fast() {
        check(Mode::Gil, &preset("library"), 1.96);
        check(Mode::Sequential, &preset("library"), 1.98);
    }

    #[test]
    fn beyond_the_cores_more_threads_gain_nothing_whoever_starts_them() {
        check(Mode::Gil, &preset("crowd"), 1.98);
        check(Mode::Gil, &[("tasks", 4), NATIVE], 1.98);
        check(Mode::Gil, &[("tasks", 2), NATIVE, ("library", 2)], 1.98);
    }

    #[test]
    fn with_more_cores_it_is_as_much_faster_as_there_are_threads_up_to_the_cores() {
        for (cores, tasks, library, faster) in [(4, 4, 1, 4.0), (4, 1, 4, 4.0), (8, 2, 4, 8.0), (8, 2, 1, 2.0), (4, 8, 7, 4.0)] {
            let found = speedups(Mode::Gil, cores, &[("tasks", tasks), NATIVE, ("library", library)]);
            let good = found.iter().all(|found| (faster * 0.9..=faster).contains(found));
            assert!(good, "{tasks} tasks of {library} threads on {cores} cores: {found:?}");
        }
    }

    #[test]
    fn python_has_no_library_and_a_pool_of_64_threads_holds_every_run() {
        let meta = meta("gil-native");
        let threads = |values: &[(&str, i64)]| meta.threads(&Params::preset(&meta.params, values));
        assert_eq!(threads(&[("library", 7)]), 3);
        assert_eq!(threads(&[("library", 7), NATIVE]), 15);
        let most: Vec<_> = meta.params.iter().map(|spec: &ParamSpec| (spec.id.as_str(), spec.range().1)).collect();
        assert!(threads(&most) <= 64, "{}", threads(&most));
    }
}
