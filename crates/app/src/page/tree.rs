//! The tree of what was tried, from top to bottom: a box for each state, as wide as interleavings pass
//! through it, in the colour of how they end. One sees where a run is still open, and where no more.
//!
//! It is one picture: what it shows is told in words beside it.

use crate::text::{Text, with};
use leptos::prelude::*;
use model::{Coverage, Exploration, TreeNode};
use std::fmt::Write as _;
use words::number::number;

/// How wide the picture is, in its own units.
const WIDTH: f64 = 1000.0;
/// What is narrower is not drawn.
const THIN: f64 = 0.8;
/// How much of a box what was not tried from there covers, at its right end.
const PRUNED: f64 = 0.12;
/// How high the picture is at most, in its own units.
const HEIGHT: f64 = 640.0;

/// The tree of what was tried.
pub(super) fn tree(exploration: &Exploration, text: &'static Text) -> impl IntoView + use<> {
    let (boxes, depth) = boxes(exploration);
    let row = (HEIGHT / f64::from(depth.max(1))).min(44.0);
    let mut drawn = String::new();
    for Box { x, width, depth, class } in boxes {
        let (y, gap) = (f64::from(depth) * row, (width * 0.1).min(2.0));
        // Writing to a string never fails.
        let _ = write!(
            drawn,
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}"/>"#,
            width - gap,
            row * 0.9
        );
    }
    let good = exploration.outcomes.iter().filter(|found| found.good).map(|found| found.executions).sum::<u64>();
    let figure = |n: u64| number(n as f64, text.lang);
    let alt = with(text.tree_alt(), &[("good", &figure(good)), ("n", &figure(exploration.progress.executions))]);
    let height = row * f64::from(depth);
    let svg = format!(r#"<svg viewBox="0 0 {WIDTH} {height:.0}" preserveAspectRatio="none">{drawn}</svg>"#);
    let entry = |class: &'static str, name: &'static str| view! { <span><i class=class></i>{name}</span> };
    view! {
        <div class="tree" role="img" aria-label=alt.clone() data-testid="tree" inner_html=svg></div>
        <p class="hint small">{alt}{exploration.tree.cut.then(|| format!(" {}", text.tree_cut()))}</p>
        <div class="legend">
            {entry("sw all", text.tree_good())}{entry("sw some", text.tree_open())}
            {entry("sw none", text.tree_bad())}{entry("sw same", text.tree_pruned())}
        </div>
    }
}

struct Box {
    x: f64,
    width: f64,
    depth: u32,
    class: &'static str,
}

/// What is wide enough to be seen, and how deep it goes.
fn boxes(exploration: &Exploration) -> (Vec<Box>, u32) {
    let nodes = &exploration.tree.nodes;
    let (mut boxes, mut deepest) = (Vec::new(), 0);
    let mut ahead = vec![(0, 0.0, WIDTH, 0)];
    while let Some((at, x, width, depth)) = ahead.pop() {
        let Some(node): Option<&TreeNode> = nodes.get(at).filter(|_| width >= THIN) else { continue };
        deepest = deepest.max(depth + 1);
        boxes.push(Box { x, width, depth, class: class(node, exploration) });
        let all = node.executions.max(1) as f64;
        let mut from = x;
        for child in &node.children {
            let Some(share) = nodes.get(*child as usize).map(|child| child.executions as f64 / all) else { continue };
            ahead.push((*child as usize, from, width * share, depth + 1));
            from += width * share;
        }
        if !node.pruned.is_empty() && width * PRUNED >= THIN {
            boxes.push(Box { x: x + width * (1.0 - PRUNED), width: width * PRUNED, depth, class: "same" });
        }
    }
    (boxes, deepest)
}

/// How what passes through here ends.
fn class(node: &TreeNode, exploration: &Exploration) -> &'static str {
    let mut good = node.outcomes.iter().filter_map(|at| exploration.outcomes.get(*at as usize)).map(|found| found.good);
    match (good.clone().any(|good| good), good.any(|good| !good)) {
        // Of what was cut off nobody knows how it ends.
        _ if exploration.coverage != Coverage::Complete => "some",
        (true, false) => "all",
        (false, true) => "none",
        _ => "some",
    }
}
