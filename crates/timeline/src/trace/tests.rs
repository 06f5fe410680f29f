//! Runs told in words, and what is folded from them.

use super::*;
use expect_test::{Expect, expect};
use model::NameOf;
use std::fmt::Write as _;

/// A run told in words: `time task kind value object`, one event a line.
fn trace(text: &str) -> Trace {
    let mut trace = Trace::default();
    trace.name(Name { of: NameOf::Object(ObjectId(9), ObjectKind::Task), text: "worker".into() });
    trace.name(Name { of: NameOf::Object(ObjectId(4), ObjectKind::Lock), text: "lock".into() });
    let kinds: Vec<EventKind> = (0..=u8::MAX).filter_map(EventKind::from_code).collect();
    let events = text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(|(seq, line)| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize, or: i64| words.get(at).map_or(or, |word| word.parse().expect("a number"));
        Event {
            time: number(0, 0) as u64,
            task: TaskId(number(1, 0) as u32),
            kind: *kinds.iter().find(|kind| format!("{kind:?}") == words[2]).expect("a kind"),
            value: number(3, 0),
            object: ObjectId(number(4, i64::from(u32::MAX)) as u32),
            seq: u32::try_from(seq).expect("short"),
            mark: Mark(u16::try_from(seq + 1).expect("short")),
            lane: number(5, 0) as u8,
            step: false,
        }
    });
    trace.push(events.collect::<Vec<_>>());
    trace.finish();
    while trace.fold(3) {}
    trace
}

fn check(text: &str, expect: Expect) {
    let trace = trace(text);
    let mut out = String::new();
    for (task, lane) in trace.lanes().iter().enumerate() {
        let _ = write!(out, "{task}:");
        lane.stretches(0, trace.now(), 1.0, |stretch| {
            if let crate::Stretch::Whole { from, to, state, .. } = stretch {
                let _ = write!(out, " {from}-{to} {state:?}");
            }
        });
        out.push('\n');
    }
    let _ = writeln!(out, "lost {}, workers {}, overlap {}", trace.losses().len(), trace.workers(), trace.overlap());
    expect.assert_eq(&out);
}

#[test]
fn a_baton_passes_and_a_lock_is_waited_for() {
    check(
        "0 0 Begin
         10 0 Spawn 1
         20 0 Wait 0 9
         20 1 Begin
         30 1 Acquire 0 3
         40 1 Want
         50 1 Take
         60 1 Wait 0 4
         70 1 Acquire 0 4
         75 1 Take
         80 1 Sleep 5
         85 1 Woke
         86 1 Take
         88 1 Native 1
         94 1 NativeDone 1
         95 1 End
         96 0 Join 1 9
         97 0 Take
         99 0 End",
        expect![[r#"
            0: 0-20 Running 20-96 Joining 96-97 Ready 97-99 Running
            1: 10-20 Ready 20-40 Running 40-50 WantsBaton 50-60 Running 60-70 Waiting 70-75 Ready 75-80 Running 80-85 Away 85-86 Ready 86-88 Running 88-94 Native 94-95 Ready 95-99 Gone
            lost 0, workers 1, overlap 0
        "#]],
    );
}

#[test]
fn who_loses_a_core_in_native_code_is_still_in_it_and_works_with_nobody() {
    check(
        "0 0 Begin
         10 0 Native 9
         20 0 Progress 3
         30 1 Begin 0 4294967295 1
         40 0 Yield
         60 0 Take
         70 1 End 0 4294967295 1
         80 0 NativeDone 9
         85 0 Take
         90 0 End",
        expect![[r#"
            0: 0-10 Running 10-40 Native 40-60 Halted 60-80 Native 80-85 Ready 85-90 Running
            1: 30-70 Running 70-90 Gone
            lost 0, workers 2, overlap 10
        "#]],
    );
}

#[test]
fn a_process_is_started_and_what_is_sent_takes_its_time() {
    check(
        "0 0 Begin
         2 0 Spawn 1
         10 0 Pickle 100
         20 0 Copy 100
         25 0 Put 1
         30 1 Start 28
         30 1 Begin
         32 1 Wait 0 4
         35 1 Get 0 4
         35 1 Copy 100
         40 1 Unpickle 100
         55 1 Take
         60 1 End",
        expect![[r#"
            0: 0-10 Running 10-20 Pickling 20-25 Copying 25-60 Running
            1: 2-30 Starting 30-32 Running 32-35 Waiting 35-40 Copying 40-55 Unpickling 55-60 Running
            lost 0, workers 1, overlap 0
        "#]],
    );
}

#[test]
fn a_call_that_blocks_the_loop_is_no_sleep() {
    check(
        "0 1 Begin\n5 1 Sleep 10\n15 1 Woke\n15 1 Take\n20 1 Block 100\n120 1 Woke\n120 1 Take\n130 1 End",
        expect![[r#"
            0:
            1: 0-5 Running 5-15 Away 15-20 Running 20-120 Blocking 120-130 Running
            lost 0, workers 1, overlap 0
        "#]],
    );
    // Who is late for it did not sleep so long: it wanted its turn.
    check(
        "0 1 Begin\n2 1 Sleep 5\n3 2 Begin\n4 2 Block 100\n104 2 Woke\n105 1 Woke\n106 1 Take\n120 1 End",
        expect![[r#"
            0:
            1: 0-2 Running 2-7 Away 7-105 WantsBaton 105-106 Ready 106-120 Running
            2: 3-4 Running 4-104 Blocking 104-120 Ready
            lost 0, workers 1, overlap 0
        "#]],
    );
}

#[test]
fn who_waits_for_ever_is_seen_to_wait_by_time_and_by_steps() {
    // The last to wait tells no event of it.
    let mut trace = trace("0 1 Begin\n10 1 Acquire 0 3\n20 2 Begin\n40 1 Wait 0 4\n240 2 Acquire 0 4");
    let wait = |task, object| WaitFor {
        task: TaskId(task),
        object: ObjectId(object),
        holders: vec![TaskId(3 - task)],
        mark: Mark::NONE,
    };
    trace.conclude(&Ending::Deadlock(vec![wait(1, 4), wait(2, 12)]), &Summary::default());
    assert_eq!(trace.now(), 250);
    let waits = |trace: &Trace, from, to| {
        let lanes = trace.lanes()[1..].iter();
        lanes.map(|lane| lane.time_between(from, to)[State::Waiting as usize]).collect::<Vec<_>>()
    };
    assert_eq!(waits(&trace, 0, 250), [210, 10]);
    let steps = by_steps(&trace);
    assert_eq!((steps.now(), waits(&steps, 0, 6)), (6, vec![2, 1]));
    assert_eq!((steps.lanes()[2].at(5).1, steps.overlap()), (ObjectId(12), trace.overlap()));
}

#[test]
fn two_threads_lose_an_update_and_overlap() {
    check(
        "0 1 Begin 0 -1 1
         5 2 Begin 0 -1 2
         10 1 Load 7 0 1
         12 2 Load 7 0 2
         20 1 Store 8 0 1
         25 2 Store 8 0 2
         30 1 End 0 -1 1
         40 2 End 0 -1 2",
        expect![[r#"
            0:
            1: 0-30 Running 30-40 Gone
            2: 5-40 Running
            lost 1, workers 2, overlap 25
        "#]],
    );
}

#[test]
fn a_loss_is_told_with_its_event() {
    let trace = trace("0 1 Load 7 0\n1 2 Load 7 0\n2 1 Store 8 0\n3 2 Store 8 0\n4 2 End");
    let lost: Vec<_> = (0..trace.len())
        .filter_map(|at| trace.narrate(at))
        .map(|told| told.lost.map(|lost| (lost.updates, lost.of)))
        .collect();
    assert_eq!(lost, [None, None, None, Some((1, TaskId(1))), None]);
    assert_eq!(trace.losses().iter().map(|loss| (loss.since, loss.time)).collect::<Vec<_>>(), [(1, 3)]);
    assert_eq!(trace.nearest(2, Some(TaskId(2))), Some(1));
    assert_eq!(trace.between(1, 3), 1..3);
    let position = |task, mark| Position { task: TaskId(task), mark: Mark(mark) };
    assert_eq!(trace.positions(2), [position(1, 3), position(2, 2)]);
    assert_eq!(trace.positions(4), [position(1, 3)]);
}

fn by_steps(trace: &Trace) -> Trace {
    let mut steps = trace.by_steps();
    while steps.fold(3) {}
    steps.conclude_like(trace);
    steps
}

#[test]
fn steps_can_be_the_time() {
    let slow = trace("100 1 Begin\n5000 2 Begin\n5001 1 Want\n90000 2 End");
    let steps = by_steps(&slow);
    assert_eq!((steps.begin(), steps.now(), steps.len()), (1, 4, 4));
    assert_eq!(steps.lanes()[1].at(2).0, State::Running);
    assert_eq!(steps.lanes()[1].at(3).0, State::WantsBaton);
}

/// Eight tasks read and write a variable, each over the others: the events from one place to another of such a run.
fn rivals(events: std::ops::Range<u64>) -> impl Iterator<Item = Event> {
    events.map(|at| {
        let (turn, task, kind) = (at / 16, TaskId((at / 2 % 8) as u32 + 1), [EventKind::Store, EventKind::Load]);
        Event {
            time: at,
            value: turn as i64,
            seq: at as u32,
            task,
            object: ObjectId(0),
            mark: Mark::NONE,
            kind: kind[(at % 2) as usize],
            lane: 0,
            step: true,
        }
    })
}

fn ended(trace: &mut Trace, events: u64) {
    trace.finish();
    while trace.fold(10_000) {}
    trace.conclude(&Ending::Stopped, &Summary { events, ..Summary::default() });
}

#[test]
fn events_beyond_the_most_are_counted() {
    let (mut trace, beyond) = (Trace::default(), MOST_EVENTS + 5_000);
    for from in (0..beyond).step_by(10_000) {
        trace.push(rivals(from..(from + 10_000).min(beyond)));
        trace.fold(usize::MAX);
    }
    ended(&mut trace, 0);
    assert_eq!((trace.len() as u64, trace.missing(), trace.cut()), (MOST_EVENTS, 5_000, Some(Cut::Room)));
    assert_eq!(trace.between(MOST_EVENTS - 7, u64::MAX), MOST_EVENTS as usize - 7..MOST_EVENTS as usize);
}

#[test]
fn what_the_source_did_not_tell_is_missing_at_the_end_or_here_and_there() {
    let mut trace = Trace::default();
    trace.push(rivals(0..MOST_EVENTS));
    ended(&mut trace, MOST_EVENTS + 9);
    assert_eq!((trace.missing(), trace.cut()), (9, Some(Cut::Room)));
    // A ring was full for a moment: the end is there all the same.
    let mut trace = Trace::default();
    trace.push(rivals(0..10).chain(rivals(13..20)));
    ended(&mut trace, 20);
    assert_eq!((trace.len(), trace.missing(), trace.cut()), (17, 3, None));
}

#[test]
fn what_is_not_folded_when_it_is_stopped_is_left_out() {
    let mut trace = Trace::default();
    trace.push(rivals(0..1_000));
    trace.fold(300);
    trace.stop();
    assert!(!trace.fold(1));
    trace.push(rivals(1_000..1_050));
    ended(&mut trace, 1_060);
    assert_eq!((trace.len(), trace.missing(), trace.cut()), (300, 760, Some(Cut::Stop)));
    // Whoever stops a run of which all has been seen leaves out nothing.
    let mut trace = Trace::default();
    trace.push(rivals(0..1_000));
    trace.fold(usize::MAX);
    trace.stop();
    ended(&mut trace, 1_000);
    assert_eq!((trace.len(), trace.missing(), trace.cut()), (1_000, 0, None));
}

#[test]
fn nobody_is_seen_to_wait_at_an_end_that_was_not_seen() {
    let wait = WaitFor { task: TaskId(1), object: ObjectId(0), holders: Vec::new(), mark: Mark::NONE };
    let ending = Ending::Asleep(vec![wait]);
    for (stopped, state) in [(false, State::Waiting), (true, State::Running)] {
        let mut trace = Trace::default();
        trace.push(rivals(0..20));
        trace.fold(if stopped { 10 } else { 20 });
        if stopped {
            trace.stop();
        }
        trace.conclude(&ending, &Summary { events: 20, ..Summary::default() });
        assert_eq!(trace.lanes()[1].state(), state);
    }
}

/// The time tells: before every version knew a far ancestor, this took some minutes.
#[test]
fn variables_that_tasks_write_over_for_long_are_folded_as_fast_as_others() {
    let mut trace = Trace::default();
    trace.push(rivals(0..MOST_EVENTS));
    trace.fold(usize::MAX);
    let last = trace.losses().last().expect("they write over each other all the while");
    // Each has a branch of its own, and writes over the whole of another's.
    assert_eq!((last.updates, trace.losses().len() as u64), (62_500, MOST_EVENTS / 2 - 8));
}

#[test]
fn helpers_have_lanes_beside_the_task_s_own_for_as_long_as_they_help() {
    // The second is told of once more after its end was lost; the third is still there when the call is over.
    let trace = trace(
        "0 1 Begin
         10 1 Native 90
         12 1 Help 3 -1 3
         14 1 Help 5 -1 5
         20 1 Progress 9
         30 1 HelpDone 3 -1 3
         40 1 Help 7 -1 7
         50 1 Help 5 -1 5
         60 1 NativeDone 90
         70 1 HelpDone 7
         80 1 End",
    );
    let helped = |helper: usize| {
        let mut told = Vec::new();
        trace.helpers(TaskId(1))[helper].stretches(0, trace.now(), 1.0, |stretch| {
            if let crate::Stretch::Whole { from, to, state: State::Native, .. } = stretch {
                told.push((from, to));
            }
        });
        told
    };
    assert_eq!(trace.helpers(TaskId(1)).len(), 2, "never more than two at once");
    assert_eq!((helped(0), helped(1)), (vec![(12, 30), (40, 60)], vec![(14, 60)]));
    assert_eq!((trace.spread(), trace.workers()), (3, 4));
    assert_eq!(trace.lanes()[1].at(45).0, State::Native, "the task itself is in native code all the while");
    assert_eq!(trace.overlap(), 0, "a helper is no task");
    assert!(trace.helpers(TaskId(0)).is_empty());
}

#[test]
fn whose_own_thread_waits_for_its_helpers_is_in_native_code_and_does_nothing() {
    let text =
        "0 1 Begin\n10 1 Native 9\n12 1 Help 3 -1 3\n20 1 HelpDone 0\n30 1 Help 4 -1 4\n40 1 Help 0\n50 1 HelpDone 3";
    check(
        text,
        expect![[r#"
            0:
            1: 0-10 Running 10-20 Native 20-40 Halted 40-50 Native
            lost 0, workers 3, overlap 0
        "#]],
    );
    assert_eq!(trace(text).spread(), 3, "two helpers, and then its own");
}

#[test]
fn two_tasks_in_native_code_work_at_once_though_one_thread_tells_of_both() {
    check(
        "0 1 Begin\n10 1 Native 9\n12 2 Begin\n20 2 Native 9\n50 1 NativeDone 9 -1 4\n60 2 NativeDone 9 -1 5",
        expect![[r#"
            0:
            1: 0-10 Running 10-50 Native 50-60 Ready
            2: 12-20 Running 20-60 Native
            lost 0, workers 3, overlap 30
        "#]],
    );
}
