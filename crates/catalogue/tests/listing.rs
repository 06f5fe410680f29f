//! Listings: what the directives do, how faults are told, and that garbage is only ever a fault.

use catalogue::listing::python::{Tone, spans};
use catalogue::listing::{Fault, ListingError, Piece, parse, render};
use expect_test::{Expect, expect};
use model::{Mark, ParamSpec, Params, Specs};
use proptest::prelude::*;

fn specs() -> Specs {
    [
        ParamSpec::int("workers", 1, 8, 2),
        ParamSpec::int("increments", 1, 100_000, 10_000),
        ParamSpec::micros("pause", 0, 2_000_000, 5_000),
        ParamSpec::flag("locked", false),
        ParamSpec::choice("between", &["nothing", "call", "sleep"], 0),
    ]
    .into()
}

/// The listing with these values; parameters in brackets, marks behind an arrow.
fn check(text: &str, values: &[(&str, i64)], expected: Expect) {
    let source = parse(text, &specs()).expect("there is no fault in it");
    let listing = source.render(&Params::preset(&specs(), values));
    let mut shown = String::new();
    for line in &listing.lines {
        for piece in &line.pieces {
            match piece {
                Piece::Text(text) => shown.push_str(text),
                Piece::Param { id, text } => shown.push_str(&format!("[{id}: {text}]")),
            }
        }
        for Mark(number) in &line.marks {
            shown.push_str(&format!(" <- {}", source.marks()[usize::from(*number) - 1]));
        }
        shown.push('\n');
    }
    expected.assert_eq(&shown);
}

fn fault(text: &str) -> (usize, Fault) {
    let ListingError { line, fault } = parse(text, &specs()).expect_err(text);
    (line, fault)
}

#[test]
fn marks_and_values_are_tied_to_their_lines() {
    let text = "\
x = 0
for _ in range(10_000):  #: increments=10_000
    x += 1  # why  #: @read @write
flags = (False, 0.005, 5_000, \"nothing\")  #: locked=False pause=0.005 pause=5_000 between=\"nothing\"
";
    check(
        text,
        &[],
        expect![[r#"
            x = 0
            for _ in range([increments: 10_000]):
                x += 1  # why <- read <- write
            flags = ([locked: False], [pause: 0.005], [pause: 5_000], [between: "nothing"])
        "#]],
    );
    check(
        text,
        &[("increments", 7), ("locked", 1), ("pause", 1_250_000), ("between", 2)],
        expect![[r#"
            x = 0
            for _ in range([increments: 7]):
                x += 1  # why <- read <- write
            flags = ([locked: True], [pause: 1.25], [pause: 1_250_000], [between: "sleep"])
        "#]],
    );
    check("sleep(0.005)  #: pause=0.005", &[("pause", 1_000_000)], expect!["sleep([pause: 1.0])\n"]);
    check("sleep(0.005)  #: pause=0.005", &[("pause", 0)], expect!["sleep([pause: 0.0])\n"]);
}

#[test]
fn a_literal_is_a_whole_word_and_equal_ones_are_taken_from_the_left() {
    check("a2 = 22 + '2' + 2 * 2  #: workers=2", &[("workers", 8)], expect!["a2 = 22 + '2' + [workers: 8] * 2\n"]);
    check("a = 2 * 2  #: workers=2 workers=2", &[("workers", 8)], expect!["a = [workers: 8] * [workers: 8]\n"]);
}

const BRANCHES: &str = "\
def f():
    #: if locked
    #| with lock:
    #|     #: if between=call
    #|     #| call()  #: @read
    #|     #: else
    #|     other()
    #|     #: end
    #|     last()
    #|
    #: else
    plain()
    #: end
    #: if between=nothing
    nothing()
    #: else
    #| something()
    #: end
";

#[test]
fn branches_follow_the_parameters_and_nest() {
    check(
        BRANCHES,
        &[],
        expect![[r"
            def f():
                plain()
                nothing()
        "]],
    );
    check(
        BRANCHES,
        &[("locked", 1)],
        expect![[r"
            def f():
                with lock:
                    other()
                    last()

                nothing()
        "]],
    );
    check(
        BRANCHES,
        &[("locked", 1), ("between", 1)],
        expect![[r"
            def f():
                with lock:
                    call() <- read
                    last()

                something()
        "]],
    );
    let source = parse(BRANCHES, &specs()).expect("there is no fault in it");
    assert_eq!(source.marks(), ["read"]);
    let shown = ["workers", "pause", "locked", "between", "luck"].map(|id| source.shows(id));
    assert_eq!(shown, [false, false, true, true, false]);
}

#[test]
fn a_branch_can_be_for_several_values() {
    let text = "#: if between=nothing,call\na\n#: end\n#: if between=call,sleep\n#| b\n#: else\nc\n#: end\n";
    check(text, &[], expect!["a\nc\n"]);
    check(text, &[("between", 1)], expect!["a\nb\n"]);
    check(text, &[("between", 2)], expect!["b\n"]);
    assert_eq!(fault("#: if between=call,luck\n#: end"), (1, Fault::UnknownValue("luck".into())));
}

#[test]
fn blank_lines_of_absent_branches_do_not_pile_up() {
    let text = "#: if locked\n#| import x\n#: end\n\n\na\n\n\n#: if locked\n#| b\n#: end\n\n\nc\n\n#: if locked\n#| d\n#: end\n";
    check(text, &[], expect!["a\n\n\nc\n"]);
}

#[test]
fn the_outcome_is_for_tests_only() {
    let text = "print(2)  #: workers=2\n\n#: outcome\n#| w = 2  #: workers=2\n#| if w:\n#|     print('odd')\n";
    let listing = render(text, &Params::preset(&specs(), &[("workers", 3)])).expect("there is no fault in it");
    assert_eq!(listing.to_source(), "print(3)\n");
    assert_eq!(listing.to_program(), "print(3)\nw = 3\nif w:\n    print('odd')\n");
}

#[test]
fn every_fault_is_named_with_its_line() {
    assert_eq!(fault("b = 1  #: size=1"), (1, Fault::UnknownParam("size".into())));
    assert_eq!(fault("b = 3  #: workers=3"), (1, Fault::NotDefault("workers=3".into())));
    assert_eq!(fault("b = 10000  #: increments=10000"), (1, Fault::NotDefault("increments=10000".into())));
    assert_eq!(fault("b = 3  #: workers=2"), (1, Fault::NoSuchLiteral("2".into())));
    assert_eq!(fault("b = 2  #: workers=2 workers=2"), (1, Fault::NoSuchLiteral("2".into())));
    assert_eq!(fault("b  #: what"), (1, Fault::UnknownDirective("what".into())));
    assert_eq!(fault("#: @read"), (1, Fault::UnknownDirective("@read".into())));
    assert_eq!(fault("#: if between=luck\n#: end"), (1, Fault::UnknownValue("luck".into())));
    assert_eq!(fault("#: if size\n#: end"), (1, Fault::UnknownParam("size".into())));
    assert_eq!(fault("a\n#: end"), (2, Fault::Unmatched));
    assert_eq!(fault("#: else"), (1, Fault::Unmatched));
    assert_eq!(fault("#: if locked\n#: else\n#: else\n#: end"), (3, Fault::Unmatched));
    assert_eq!(fault("a\n#: if locked\n#| a"), (2, Fault::Unclosed));
    assert_eq!(fault("#: if locked\na\n#: end"), (2, Fault::NotCommented));
    assert_eq!(fault("#: outcome\nprint()"), (2, Fault::NotCommented));
    assert_eq!(fault("#: if locked\n#: else\n#| a\n#: end"), (3, Fault::Commented));
    assert_eq!(fault("#| a"), (1, Fault::Commented));
    let deep = "#: if between=nothing\n".repeat(9) + &"#: end\n".repeat(9);
    assert_eq!(fault(&deep), (9, Fault::TooDeep));
    // A fault is told even where the defaults do not show it.
    assert_eq!(fault("#: if locked\n#| a  #: nowhere\n#: end"), (2, Fault::UnknownDirective("nowhere".into())));
}

#[test]
fn words_of_python_have_their_tones() {
    let tones = |line: &str| {
        let told = spans(line).into_iter().filter(|(tone, _)| *tone != Tone::Plain);
        told.map(|(tone, text)| format!("{tone:?} {text}")).collect::<Vec<_>>().join(" | ")
    };
    check_tones(
        &tones,
        "for _ in range(10_000):  # not in here",
        expect!["Keyword for | Keyword in | Number 10_000 | Comment # not in here"],
    );
    check_tones(
        &tones,
        r##"f"a # {x}" + rb'\'' + "" + format"##,
        expect![[r##"Str f"a # {x}" | Str rb'\'' | Str """##]],
    );
    check_tones(&tones, "x1 = .5 + 1e-3 + 0xE-1 + a.b2", expect!["Number .5 | Number 1e-3 | Number 0xE | Number 1"]);
    check_tones(&tones, "'not closed", expect!["Str 'not closed"]);
    check_tones(&tones, "'''a' # b''' # c", expect!["Str '''a' # b''' | Comment # c"]);
    check_tones(&tones, "is_for = forx is None", expect!["Keyword is | Keyword None"]);
}

fn check_tones(tones: &dyn Fn(&str) -> String, line: &str, expected: Expect) {
    expected.assert_eq(&tones(line));
}

fn any_listing() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "#: if locked",
        "#: if between=call",
        "#: else",
        "#: end",
        "#: outcome",
        "#| a  #: @read",
        "#| #: if locked",
        "#| #| b",
        "#| #: else",
        "#| #: end",
        "    a = 2  #: workers=2",
        "a = 2 'é' 2 # c #: workers=2 workers=2 @write",
        "",
    ]);
    let line = prop_oneof![4 => known.prop_map(String::from), 1 => "\\PC{0,20}", 1 => "[#:|@=' 2a]{0,20}"];
    proptest::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn garbage_never_panics(text in any_listing(), anything in ".{0,200}", locked in 0i64..=1, between in 0i64..=2) {
        let params = Params::preset(&specs(), &[("locked", locked), ("between", between)]);
        for text in [text, anything] {
            if let Ok(listing) = render(&text, &params) {
                let _ = listing.to_program();
            }
        }
    }

    #[test]
    fn spans_are_the_line(line in "\\PC{0,60}", odd in "['\"#\\\\ a0.\n]{0,40}") {
        for line in [line, odd] {
            prop_assert_eq!(spans(&line).into_iter().map(|(_, text)| text).collect::<String>(), line);
        }
    }

    #[test]
    fn values_stand_where_they_belong(workers in 1i64..=8, increments in 1i64..=100_000, pause in 0i64..=2_000_000) {
        let text = "f(2, 10_000, 0.005)  #: workers=2 increments=10_000 pause=0.005";
        let params = Params::preset(&specs(), &[("workers", workers), ("increments", increments), ("pause", pause)]);
        let source = render(text, &params).expect("there is no fault in it").to_source();
        let values: Vec<f64> = source["f(".len()..source.len() - ")\n".len()]
            .split(", ")
            .map(|value| value.replace('_', "").parse().expect("Python and Rust write these numbers alike"))
            .collect();
        prop_assert_eq!(values, [workers as f64, increments as f64, pause as f64 / 1e6]);
    }
}
