//! The words of the page itself, in one language: what there is to be said. How it is said stands in a table for
//! each language, `web/words/en.toml`.

use crate::Lang;

macro_rules! names {
    ($($name:ident)*) => {
        /// The names of all words, in the order in which a file has them.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        #[expect(non_camel_case_types, reason = "each is named as its word is")]
        enum Name {
            $($name),*
        }

        impl Text {
            $(
                #[doc = concat!("`", stringify!($name), "` of the table.")]
                #[must_use]
                pub fn $name(&self) -> &'static str {
                    self.words[Name::$name as usize]
                }
            )*
        }
    };
}

/// The words of the page in one language, each by its name.
#[derive(Debug)]
pub struct Text {
    /// Which language.
    pub lang: Lang,
    words: [&'static str; NAMES.len()],
}

names! {
    // The page around everything.
    page_title
    to_content
    experiments
    main_menu
    language
    to_dark
    to_light
    keys
    close
    cores_one
    cores
    isolated
    not_isolated
    loading

    // The learner's own program.
    write_own
    write
    write_lead
    file_name
    begin_from
    undo
    redo
    find_text
    find_next
    found_none
    replace_by
    replace
    replace_all
    replaced
    open_file
    save_file
    caret
    editor_keys
    line_wrong
    came
    came_safe
    keep_copy
    got_it
    link_program
    link_too_much
    output
    output_all
    output_empty
    output_none
    output_more
    own_finished
    own_finished_sentence
    own_raised
    own_raised_sentence
    search_own_one
    search_own_many
    program_changed

    // About this machine.
    about_machine
    about_kept
    about_again
    about_cores
    about_real
    about_threads
    about_no_threads
    about_step
    about_pool
    about_switch
    about_message
    about_clock
    about_skew
    about_not_here
    page_crashed

    // Home.
    home_headline
    home_lead
    home_real_title
    home_real
    home_honest_title
    home_honest
    home_yours_title
    home_yours
    licences
    home_pick
    open

    // Modes and clocks.
    mode
    clock
    mode_sequential
    mode_gil
    mode_free
    mode_processes
    mode_event_loop
    mode_sequential_help
    mode_gil_help
    mode_free_help
    mode_processes_help
    mode_event_loop_help
    measured
    modelled
    measured_help
    modelled_help
    measured_badge
    modelled_badge
    free_needs_isolation

    // Run.
    run
    run_again
    stop
    copy_link
    link_copied
    link_by_hand
    link

    // Cards.
    program
    timeline
    told
    result
    parameters
    lesson
    runs

    // Timeline.
    state_running
    state_lock
    state_join
    state_away
    state_gil
    state_turn
    state_ready
    state_native
    state_halted
    state_blocking
    state_pickling
    state_copying
    state_unpickling
    state_starting
    legend_helper
    legend_lost
    expected
    actual
    at_once
    axis
    axis_time
    axis_time_help
    axis_steps
    axis_steps_help
    press_run
    waiting_first
    more_lanes
    fit
    zoom_in
    zoom_out
    step_back
    step_on
    zoom_step
    next_loss
    step
    step_of
    step_of_first
    no_steps
    timeline_alt
    timeline_alt_first
    left_out_room
    left_out_stop
    left_out_between
    told_end
    told_empty
    listing_failed
    code
    code_python
    code_python_help
    code_compiled
    code_compiled_help
    code_alone
    code_first
    lesson_failed
    catalogue_failed
    experiment_failed

    // Result.
    not_run
    not_run_sentence
    running
    running_sentence
    measured_here
    modelled_steps
    kept
    strayed
    strayed_over
    modelled_seed
    column_mode
    column_result
    column_time
    changed_since
    took
    ran_at_once
    spread
    shown_at_once
    shown_spread
    stopped_late
    with_cure

    // The search through every interleaving.
    find_bug
    search
    search_hint
    search_sizes
    search_as_set
    search_going
    search_held
    hold
    go_on
    search_complete
    search_incomplete
    search_safe
    search_unsafe
    search_hopeless
    search_open
    search_rule
    search_small
    search_cut
    bound_executions
    bound_steps
    bound_length
    bound_late
    bound_memory
    bound_time
    bound_unsteady
    search_took
    column_outcome
    column_interleavings
    show_found
    show_found_help
    found_by_threads
    params_changed
    why
    why_decided
    why_first
    why_second
    why_waiting
    no_return
    tree
    tree_alt
    tree_cut
    tree_good
    tree_open
    tree_bad
    tree_pruned

    // Endings.
    deadlock
    deadlock_link
    deadlock_task
    deadlock_end
    asleep
    asleep_link
    asleep_end
    more_waits
    check_failed
    check_failed_sentence
    crashed
    crashed_sentence
    process_died
    not_started
    not_started_task
    not_started_thread
    not_started_process
    step_limit
    step_limit_sentence
    stopped
    stopped_sentence

    // Parameters.
    presets
    reset
    machine
    interval
    interval_help
    granularity
    granularity_help
    granularity_calls
    granularity_every
    machine_cores
    seed
    another_seed
    micros
    schedule_kept
    schedule_drop

    // Keys.
    key_run
    key_stop
    key_zoom
    key_pan
    key_fit
    key_step
    key_zoom_step
    key_loss
    key_keys
    key_wheel
    key_mouse

    // What is wrong with a link, and what to do.
    link_refused
    opened_defaults
    link_too_long
    link_garbage
    link_version
    link_scenario
    link_scenario_list
    link_mode
    link_mode_offered
    link_clock
    link_language
    link_key
    link_twice
    link_type
    link_range
    link_schedule
    link_schedule_model
    whole_number
    one_of
    page_unknown

    // What the environment cannot do, and what to do.
    language_failed
    try_again
    dismiss
    boot_slow
    boot_failed
    worker_died
    engine_not_isolated
    engine_too_many
    engine_pool
    engine_mismatch
    process_not_up
    fault_ended
    fault_silent
    fault_not_loaded
    fault_no_threads
    fault_memory
    banner_isolated
    banner_framed
    banner_insecure
    banner_reload
    open_tab
    reload

    // What a task does, told after its name.
    says_spawn
    says_begin
    says_end
    says_end_cancelled
    says_end_crashed
    says_join
    says_cancel
    says_load
    says_store
    says_add
    says_swap
    says_swap_not
    says_look
    says_look_not
    says_insert
    says_remove
    says_wait
    says_timed_out
    says_acquire
    says_release
    says_refused
    says_set
    says_clear
    says_pass
    says_notify
    says_arrive
    says_put
    says_get
    says_done
    says_close
    says_drop
    says_compute
    says_progress
    says_computed
    says_native
    says_native_done
    says_sleep
    says_io
    says_block
    says_woke
    says_pickle
    says_unpickle
    says_start
    says_copy
    says_want
    says_take
    says_yield
    says_help
    says_help_own
    says_help_own_done
    says_help_done
    says_failed
    says_note
    says_lost
    says_lost_many

    // The same in a word, for the inside of a bar.
    word_load
    word_store
    word_add
    word_spawn
    word_acquire
    word_release
    word_put
    word_get
    word_compute
}

impl Text {
    /// The words that this file holds, as the build of the site wrote it; `None` where it is of something else, or not
    /// whole.
    ///
    /// A line each: the word for the language, what stands between thousands, what stands before decimals, and then
    /// the words in the order of [`NAMES`].
    #[must_use]
    pub fn read(file: &'static str) -> Option<Text> {
        let mut lines = file.split('\n');
        let (id, group, point) = (lines.next()?, lines.next()?, lines.next()?);
        let lang = Lang { id, group: group.chars().next()?, point: point.chars().next()? };
        Some(Text { lang, words: lines.collect::<Vec<_>>().try_into().ok()? })
    }

    /// The file of a language, seen from the folder of the build.
    #[must_use]
    pub fn file(id: &str) -> String {
        format!("words.{id}.txt")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_whole_is_none() {
        let file = |words: usize| format!("en\n,\n.{}", "\nword".repeat(words)).leak() as &'static str;
        assert!(Text::read(file(NAMES.len())).is_some_and(|text| text.lang.point == '.' && text.close() == "word"));
        assert!(Text::read(file(NAMES.len() - 1)).is_none() && Text::read(file(NAMES.len() + 1)).is_none());
        assert!(Text::read("<!doctype html>").is_none() && Text::read("").is_none());
    }
}
