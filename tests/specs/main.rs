//! The promises of the page, each kept in Chromium and in Firefox.

mod failures;
mod fallback;
mod harness;
mod hosting;
mod isolation;
mod kills;
mod languages;
mod largest;
mod links;
mod lives;
mod neighbours;
mod obeying;
mod runs;
mod search;
mod series;
mod starting;
mod updates;
mod usage;
mod writing;

fn main() -> std::process::ExitCode {
    e2e::run(e2e::specs! {
        harness :: {
            a_sound_page_has_no_fault,
            errors_are_faults,
            violations_of_the_policy_are_faults,
            foreign_requests_are_faults,
            missing_files_are_faults,
        },
        isolation :: { every_page_is_isolated, threads_really_run_at_once, helpers_of_native_code_are_seen },
        runs :: {
            every_scenario_runs_in_every_mode_and_clock,
            every_preset_runs,
            a_run_can_be_stopped_and_the_next_one_works,
            two_tabs_run_at_once,
            a_run_goes_on_while_its_tab_is_hidden,
        },
        largest :: {
            stop_ends_the_showing_whatever_is_still_to_be_shown,
            what_there_is_no_room_for_is_said_wherever_it_matters,
            the_largest_runs_stop_at_once,
        },
        search :: {
            what_a_search_finds_is_what_a_run_shows,
            a_search_is_held_and_stopped_and_a_run_works_after_it,
        },
        writing :: {
            a_program_of_ones_own_runs_in_every_mode,
            what_is_wrong_with_it_is_said_while_one_types,
            every_order_of_it_is_tried,
            it_is_kept_and_travels_with_a_link,
            keys_help_with_writing,
            what_waits_and_what_runs_apart_run_too,
            every_program_to_begin_from_runs,
        },
        links :: {
            every_parameter_is_in_the_link,
            a_modelled_run_is_repeated_from_its_link,
            a_schedule_decides_every_step,
            a_schedule_that_does_not_fit_says_so,
            a_bad_link_says_what_is_wrong_and_leaves_a_page_that_runs,
            an_unknown_scenario_says_so_and_shows_what_there_is,
        },
        hosting :: {
            a_plain_host_becomes_isolated_and_can_go,
            a_worker_reaches_no_other_host,
            a_deep_link_to_a_plain_host_becomes_isolated_too,
            every_deep_link_answers_with_its_own_words,
        },
        starting :: {
            nothing_can_be_used_before_the_page_is_isolated,
            a_worker_that_does_not_come_is_not_waited_for,
            what_does_not_come_is_told,
        },
        updates :: {
            no_order_of_an_upload_breaks_a_visit,
            a_first_visit_in_the_middle_of_an_upload_works_or_says_what_to_do,
            an_open_page_keeps_its_workers,
            a_page_that_cannot_start_is_repaired_once,
        },
        neighbours :: {
            two_heddles_on_one_host_keep_to_themselves,
            pages_beside_it_are_left_alone,
            an_address_that_is_none_ends_in_words,
            an_address_leads_nowhere_else,
        },
        fallback :: {
            without_https_it_says_so,
            in_a_frame_it_has_threads_or_offers_a_tab_of_its_own,
            an_isolated_page_of_another_site_can_frame_it,
            where_nothing_can_isolate_it_it_does_not_reload_for_ever,
            processes_need_no_isolation,
        },
        languages :: {
            every_string_is_there_in_both_languages,
            the_language_is_kept_and_asked_for,
            a_run_outlives_a_change_of_language,
            a_language_that_does_not_come_is_told,
            a_third_language_is_a_table_and_lessons,
        },
        usage :: {
            everything_is_reached_by_keyboard,
            a_run_needs_no_mouse,
            controls_tell_their_role_and_name,
            a_phone_never_scrolls_sideways,
            the_page_tells_what_it_knows_of_this_machine,
        },
        failures :: {
            a_conductor_that_fails_is_replaced,
            a_conductor_that_ends_itself_is_missed,
            stop_ends_even_a_conductor_that_fell_silent,
            workers_that_do_not_load_are_told,
        },
        kills :: {
            every_kind_of_worker_is_killed_in_the_middle_of_a_run,
            a_thread_that_finds_no_memory_is_told,
            scripts_of_workers_that_do_not_load_are_told,
            threads_that_never_come_up_are_given_up,
        },
        lives :: {
            who_ends_is_missed_where_locks_are_refused,
            a_browser_that_keeps_nothing_runs_everything_in_frames_too,
            no_worker_reaches_another_site_whatever_its_host_says,
            a_conductor_that_never_comes_to_anything_is_given_up,
            a_conductor_that_fails_to_come_up_once_is_started_again,
            a_conductor_that_loops_is_noticed_soon,
            a_conductor_that_a_busy_machine_keeps_is_let_be,
        },
        series :: { hundreds_of_runs_with_stops_and_kills_leave_everything_as_it_was },
    })
}
