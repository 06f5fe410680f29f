//! Native code that spreads one call over several threads: what it gains on the modelled machine.

use crate::hosts::{Ran, machine};
use crate::programs::finished;
use model::{EventKind, Mode, Verdict};
use runtime::machine::MachineConfig;
use runtime::{Cx, Kernel, join_all};

/// One call over so many threads, with as many cores.
fn spread(mode: Mode, cores: u8, threads: u8) -> Ran {
    let config = MachineConfig { cores, ..MachineConfig::new(mode) };
    let ran = machine(config, None, async move |cx: Cx| {
        let task =
            cx.spawn(&cx, "task", async move |cx: Cx| cx.parallel(&cx, Kernel::Checksum, 2_000, threads).await).await;
        task.join(&cx).await;
        Verdict::good("done")
    });
    assert_eq!(ran.ending, finished("done"), "{mode:?} with {cores} cores and {threads} threads");
    ran
}

/// From the beginning of the native code to its end.
fn took(ran: &Ran) -> u64 {
    let time = |kind| {
        let told: Vec<_> = ran.events.iter().filter(|event| event.kind == kind).collect();
        assert_eq!(told.len(), 1, "one call begins once and is done once");
        assert_eq!(told[0].value, 2_000);
        told[0].time
    };
    time(EventKind::NativeDone) - time(EventKind::Native)
}

#[test]
fn in_every_mode_it_is_as_much_faster_as_there_are_threads_and_cores_for_them() {
    for mode in Mode::ALL {
        let alone = took(&spread(mode, 4, 1));
        for (cores, threads, faster) in [(4, 4, 4.0), (4, 2, 2.0), (2, 8, 2.0), (1, 4, 1.0), (16, 16, 16.0)] {
            let gained = alone as f64 / took(&spread(mode, cores, threads)) as f64;
            assert!(
                (faster * 0.9..faster * 1.02).contains(&gained),
                "{mode:?}: {gained:.2} times with {threads} threads on {cores} cores"
            );
        }
    }
}

/// Nanoseconds that helpers were at work, all together: every stretch is told to its end, on a core that
/// nobody else is on.
fn helped(ran: &Ran) -> u64 {
    let (mut open, mut all) = (Vec::<(i64, u8, u64)>::new(), 0);
    for event in &ran.events {
        match event.kind {
            EventKind::Help => {
                let alone = open.iter().all(|(helper, lane, _)| *helper != event.value && *lane != event.lane);
                assert!(alone, "{event:?} among {open:?}");
                open.push((event.value, event.lane, event.time));
            }
            EventKind::HelpDone if event.value > 0 => {
                let at = open.iter().position(|(helper, ..)| *helper == event.value).expect("it had begun");
                all += event.time - open.swap_remove(at).2;
            }
            EventKind::NativeDone => assert!(open.is_empty(), "{open:?} go on after the call"),
            _ => {}
        }
    }
    all
}

#[test]
fn helpers_are_told_of_while_they_have_a_core() {
    // 100 ms of work in equal shares; the task's own thread does as much as each of the others.
    for (cores, threads, others) in [(4, 1, 0.0), (4, 2, 50e6), (4, 4, 75e6), (2, 8, 87.5e6), (1, 4, 75e6)] {
        let all = helped(&spread(Mode::Gil, cores, threads)) as f64;
        assert!((all - others).abs() <= 0.06 * others, "{threads} threads on {cores} cores: {all}");
    }
}

#[test]
fn helpers_share_cores_with_python_code_and_need_no_baton() {
    let config = MachineConfig { cores: 2, ..MachineConfig::new(Mode::Gil) };
    let ran = machine(config, None, async |cx: Cx| {
        let tasks = [
            cx.spawn(&cx, "python", async |cx: Cx| cx.compute(&cx, Kernel::Primes, 2_000).await).await,
            cx.spawn(&cx, "library", async |cx: Cx| cx.parallel(&cx, Kernel::Checksum, 2_000, 2).await).await,
        ];
        join_all((&cx).into(), &tasks).await;
        Verdict::good("done")
    });
    assert_eq!(ran.ending, finished("done"));
    // 100 ms of work each, and three threads share two cores: the library, which has two of them, is done
    // after 75 ms. By then the other has done a half, and goes on alone.
    let library = took(&ran);
    assert!((70_000_000..85_000_000).contains(&library), "{library}");
    assert!((120_000_000..140_000_000).contains(&ran.elapsed), "{}", ran.elapsed);
}

#[test]
fn one_call_after_another_and_two_at_once_come_to_an_end() {
    for mode in Mode::ALL {
        let config = MachineConfig { cores: 3, ..MachineConfig::new(mode) };
        let ran = machine(config, None, async |cx: Cx| {
            let body = async |cx: Cx| {
                for threads in [2, 5, 1, 3] {
                    cx.parallel(&cx, Kernel::Checksum, 7 * u32::from(threads), threads).await;
                }
            };
            let tasks = [cx.spawn(&cx, "one", body).await, cx.spawn(&cx, "other", body).await];
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        });
        assert_eq!(ran.ending, finished("done"), "{mode:?}");
        let of = |kind| ran.events.iter().filter(|event| event.kind == kind).count();
        assert_eq!((of(EventKind::Native), of(EventKind::NativeDone)), (8, 8), "{mode:?}");
    }
}
