//! The result: what came out, where the number is from, and the runs before.

use super::machine::in_short;
use crate::run::{Outcome, Run};
use crate::say::{self, Verdicts};
use crate::site::words;
use crate::state::{Lab, Phase};
use crate::text::{Text, with};
use leptos::prelude::*;
use model::{Clock, Ending, Names, Schedule, Strayed};
use std::sync::Arc;
use timeline::Cut;
use words::{
    Lesson,
    number::{number, time},
};

/// The result of the last run, and the runs before it.
#[component]
pub(super) fn ResultCard(lab: Lab) -> impl IntoView {
    let text = words();
    let lesson = expect_context::<Arc<Lesson>>();
    // What was found last, while nothing is under way.
    let last = Memo::new(move |_| if lab.phase.get() == Phase::Ended { lab.current.read().outcome() } else { None });
    let verdict = {
        let lesson = Arc::clone(&lesson);
        Memo::new(move |_| match last.get() {
            Some(outcome) => {
                lab.current.read().trace(|trace| say::ending(&outcome.ending, &lesson, trace.names(), text))
            }
            None if lab.phase.get() == Phase::Running => {
                Verdicts { headline: text.running().into(), sentence: text.running_sentence().into() }
            }
            None => Verdicts { headline: text.not_run().into(), sentence: text.not_run_sentence().into() },
        })
    };
    let ending = move || last.read().as_ref().map(|last| say::ending_id(&last.ending));
    let good = move || last.read().as_ref().map(|last| last.ending.is_good());
    let key = move || match last.read().as_ref().map(|last| &last.ending) {
        Some(Ending::Finished(verdict)) => Some(verdict.key.clone()),
        _ => None,
    };
    let stale = move || {
        let last = last.read();
        let last = last.as_ref()?;
        let words = if lab.own.is_some_and(|own| lab.current.read().source() != Some(own.text.get())) {
            text.program_changed()
        } else if last.link != *lab.link.read() {
            text.changed_since()
        } else {
            return None;
        };
        Some(view! { <p class="stale">{words}</p> })
    };
    let strayed = move || {
        let last = last.read();
        let words = strayed(last.as_ref()?, text)?;
        Some(view! { <p class="stale" data-testid="strayed">{words}</p> })
    };
    let kept = move || {
        let kept = last.read().as_ref().is_some_and(|last| last.summary.native_kept_gil);
        kept.then(|| view! { <p class="stale" data-testid="kept">{text.kept()}</p> })
    };
    let late = move || {
        let last = last.read();
        let late = last.as_ref().is_some_and(|last| last.cut == Some(Cut::Stop) && last.ending != Ending::Stopped);
        late.then(|| view! { <p class="stale" data-testid="stopped-late">{text.stopped_late()}</p> })
    };
    view! {
        <section class="card result" aria-labelledby="h-result">
            <h2 id="h-result">{text.result()}<span class="space"></span>
                {move || last.get().map(|last| badge(&last, text))}
            </h2>
            <div class="verdict" role="status" aria-live="polite" data-testid="verdict"
                data-key=key data-good=move || good().map(|good| good.to_string()) data-ending=ending>
                <p class="big" class:good=move || good() == Some(true) class:bad=move || good() == Some(false)
                    class:quiet=move || good().is_none() data-testid="verdict-headline">
                    {move || verdict.get().headline}
                </p>
                <p>{move || verdict.get().sentence}</p>
                <p class="small">{move || last.get().map(|last| figures(&last, text))}</p>
                {late}
                {strayed}
                {kept}
            </div>
            // Apart from the verdict: a change of the controls does not make a reader say that once more.
            <div class="since" role="status" data-testid="stale">{stale}</div>
            <Runs lab lesson/>
        </section>
    }
}

/// How the run left the schedule of its link, if it did. Who stopped it knows why it did not come to its end.
fn strayed(outcome: &Outcome, text: &Text) -> Option<String> {
    let Strayed { step, over } = outcome.summary.strayed?;
    let all = number(outcome.link.schedule.as_ref().map_or(0, Schedule::len) as f64, text.lang);
    let say = |template, n: u32| with(template, &[("n", &number(f64::from(n), text.lang)), ("all", &all)]);
    match (over, &outcome.ending) {
        (true, Ending::Stopped) => None,
        (true, _) => Some(say(text.strayed_over(), step.saturating_sub(1))),
        (false, _) => Some(say(text.strayed(), step)),
    }
}

/// Where the numbers are from.
fn badge(outcome: &Outcome, text: &'static Text) -> impl IntoView + use<> {
    let measured = outcome.link.clock == Clock::Measured;
    let words = match (measured, outcome.summary.threads) {
        (true, 0) => text.measured_badge().into(),
        (true, threads) => with(text.measured_here(), &[("n", &number(f64::from(threads), text.lang))]),
        (false, _) if outcome.link.schedule.is_some() && outcome.summary.strayed.is_none_or(|strayed| strayed.over) => {
            text.modelled_steps().into()
        }
        (false, _) => with(text.modelled_seed(), &[("seed", &outcome.link.seed.to_string())]),
    };
    let machine = measured.then(|| in_short(&outcome.machine, text));
    view! { <span class="src" class:m=measured title=machine>{words}</span> }
}

/// What else there is to say: how long it took, and whether tasks really ran at once.
fn figures(outcome: &Outcome, text: &Text) -> String {
    if outcome.summary.elapsed == 0 {
        return String::new();
    }
    let mut words = with(text.took(), &[("time", &time(outcome.summary.elapsed as f64, text.lang))]);
    // These two are known from the events alone.
    let (at_once, spread) = match outcome.missing {
        0 => (text.ran_at_once(), text.spread()),
        _ => (text.shown_at_once(), text.shown_spread()),
    };
    if outcome.overlap > 0 {
        words.push(' ');
        words.push_str(&with(at_once, &[("time", &time(outcome.overlap as f64, text.lang))]));
    }
    if outcome.spread > 1 {
        words.push(' ');
        words.push_str(&with(spread, &[("n", &number(outcome.spread as f64, text.lang))]));
    }
    words
}

/// The runs so far: those of the clock of the last one, since the two kinds of time are no rivals.
#[component]
fn Runs(lab: Lab, lesson: Arc<Lesson>) -> impl IntoView {
    let text = words();
    move || {
        let runs = lab.runs.read();
        let clock = runs.last()?.link.clock;
        let of_clock: Vec<Arc<Outcome>> =
            runs.iter().filter(|run| run.link.clock == clock).filter_map(Run::outcome).collect();
        let longest = of_clock.iter().map(|outcome| outcome.summary.elapsed).max().unwrap_or(1).max(1);
        let rows = of_clock.iter().rev().map(|outcome| row(lab, outcome, longest, &lesson, text)).collect_view();
        let measured = clock == Clock::Measured;
        Some(view! {
            <table>
                <caption>{text.runs()}<span class="src" class:m=measured>
                    {if measured { text.measured_badge() } else { text.modelled_badge() }}</span></caption>
                <thead><tr>
                    <th scope="col">{text.column_mode()}</th>
                    <th scope="col">{text.column_result()}</th>
                    <th scope="col" class="r">{text.column_time()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })
    }
}

fn row(lab: Lab, outcome: &Outcome, longest: u64, lesson: &Lesson, text: &'static Text) -> impl IntoView + use<> {
    let mode = say::mode(outcome.link.mode, text);
    let cured = lab.meta().cure.as_ref().is_some_and(|(id, value)| outcome.link.params.get(id) == Some(*value));
    let mode = match lesson.cure().filter(|_| cured) {
        Some(cure) => with(text.with_cure(), &[("mode", mode), ("cure", cure)]),
        None => mode.into(),
    };
    // A headline names nobody.
    let headline = say::ending(&outcome.ending, lesson, &Names::default(), text).headline;
    let bad = !outcome.ending.is_good();
    let elapsed = outcome.summary.elapsed;
    let took = if elapsed == 0 { "–".into() } else { time(elapsed as f64, text.lang) };
    let width = format!("{}%", (elapsed.saturating_mul(100) / longest.max(1)).clamp(2, 100));
    view! {
        <tr>
            <td>{mode}</td>
            <td class:bad=bad>{headline}</td>
            <td class="r">{took}<i class="bar" aria-hidden="true"><b style:width=width></b></i></td>
        </tr>
    }
}
