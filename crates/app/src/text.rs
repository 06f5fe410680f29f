//! Every word of the page itself, in every language. What a scenario says of itself stands in its
//! lesson.
//!
//! The two languages stand next to each other, so that a missing one does not compile. `{name}` is
//! a place for a word or a formatted number, and `{name:one/several}` for what goes with a number, see [`with`].

use words::Lang;
use words::number::{either, replace};

macro_rules! table {
    ($($name:ident: $en:literal, $id:literal;)*) => {
        /// The words of one language.
        pub(crate) struct Text {
            /// Which language.
            pub(crate) lang: Lang,
            $(pub(crate) $name: &'static str,)*
        }

        const EN: Text = Text { lang: Lang::En, $($name: $en,)* };
        const ID: Text = Text { lang: Lang::Id, $($name: $id,)* };

        #[cfg(test)]
        const ROWS: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $id),)*];
    };
}

table! {
    // The page around everything.
    page_title: "Heddle: see concurrency happen", "Heddle: melihat konkurensi bekerja";
    to_content: "Skip to the content", "Langsung ke isi";
    experiments: "Experiments", "Percobaan";
    main_menu: "Main menu", "Menu utama";
    language: "Language", "Bahasa";
    to_dark: "Dark theme", "Tema gelap";
    to_light: "Light theme", "Tema terang";
    keys: "Keys", "Tombol pintas";
    close: "Close", "Tutup";
    cores_one: "1 core", "1 inti";
    cores: "{n} cores", "{n} inti";
    isolated: "isolated", "terisolasi";
    not_isolated: "not isolated", "tidak terisolasi";
    loading: "Loading…", "Memuat…";

    // About this machine.
    about_machine: "About this machine", "Tentang mesin ini";
    about_kept: "Measured here and now. Every measured result keeps what was known of the machine.",
        "Diukur di sini, sekarang. Setiap hasil terukur menyimpan apa yang diketahui tentang mesinnya.";
    about_again: "Measure again", "Ukur lagi";
    about_cores: "Cores the browser offers", "Inti yang ditawarkan peramban";
    about_real: "Real threads", "Thread sungguhan";
    about_threads: "yes, the page is isolated", "ya, halaman terisolasi";
    about_no_threads: "no, the page is not isolated", "tidak, halaman tidak terisolasi";
    about_step: "smallest step of the clock", "langkah terkecil jam";
    about_pool: "starting a worker", "memulai satu worker";
    about_switch: "handing over between two threads", "berganti dari satu thread ke thread lain";
    about_message: "a message", "satu pesan";
    about_clock: "looking at the clock", "melihat jam";
    about_skew: "how far two threads’ clocks disagree", "selisih jam dua thread";
    about_not_here: "not to be had here", "tidak tersedia di sini";
    page_crashed: "Something in this page went wrong, and it cannot go on. Please reload the page. What it said: ",
        "Ada yang salah pada halaman ini sehingga tidak bisa dilanjutkan. Silakan muat ulang halaman. Pesannya: ";

    // Home.
    home_headline: "See concurrency happen", "Melihat konkurensi bekerja";
    home_lead: "Run short programs under Python’s rules – with the GIL, without it, one after another – and watch every step. Real threads, real numbers, right here in your browser.",
        "Jalankan program-program pendek menurut aturan Python – dengan GIL, tanpa GIL, atau satu per satu – dan amati setiap langkahnya. Thread sungguhan, angka sungguhan, langsung di peramban Anda.";
    home_real_title: "Real threads", "Thread sungguhan";
    home_real: "Free threads run on several cores at once, over one shared memory. Races happen, and you see where.",
        "Thread bebas berjalan di beberapa inti sekaligus dengan satu memori bersama. Balapan data benar-benar terjadi, dan Anda melihat tempatnya.";
    home_honest_title: "Measured or modelled", "Terukur atau termodel";
    home_honest: "Every number says where it comes from: measured on this machine, or from a model that gives the same run for the same seed.",
        "Setiap angka menyebut asalnya: diukur di mesin ini, atau dari model yang selalu memberi jalannya program yang sama untuk benih yang sama.";
    home_yours_title: "Nothing leaves this page", "Tidak ada yang keluar dari halaman ini";
    home_yours: "No account, no server, no tracking. It works offline too, and a link holds everything a run needs.",
        "Tanpa akun, tanpa server, tanpa pelacak. Bisa juga luring, dan satu tautan memuat semua yang diperlukan untuk mengulang.";
    licences: "What Heddle is made of, and its licences", "Bahan pembuat Heddle dan lisensinya";
    home_pick: "Pick an experiment", "Pilih percobaan";
    open: "Open", "Buka";

    // Modes and clocks.
    mode: "Mode", "Mode";
    clock: "Clock", "Jam";
    mode_sequential: "Sequential", "Berurutan";
    mode_gil: "GIL", "GIL";
    mode_free: "Free threads", "Thread bebas";
    mode_processes: "Processes", "Proses";
    mode_event_loop: "Event loop", "Event loop";
    mode_sequential_help: "A plain loop: one task after another.", "Perulangan biasa: tugas satu per satu.";
    mode_gil_help: "Threads of the usual Python: one at a time holds the GIL.", "Thread pada Python biasa: hanya satu yang memegang GIL pada satu saat.";
    mode_free_help: "Threads of a free-threaded Python: one real thread for each task.", "Thread pada Python tanpa GIL: satu thread sungguhan untuk tiap tugas.";
    mode_processes_help: "multiprocessing: separate memory, values are pickled.", "multiprocessing: memori terpisah, nilai dikemas dengan pickle.";
    mode_event_loop_help: "asyncio: one thread, which switches at await only.", "asyncio: satu thread yang berpindah hanya pada await.";
    measured: "Measured", "Terukur";
    modelled: "Modelled", "Termodel";
    measured_help: "Real time on this machine. Only who gets the GIL next goes by CPython's microseconds.", "Waktu sungguhan di mesin ini. Hanya giliran GIL berikutnya yang mengikuti mikrodetik CPython.";
    modelled_help: "Virtual time: the same seed gives the same run.", "Waktu virtual: benih yang sama memberi jalannya program yang sama.";
    measured_badge: "measured", "terukur";
    modelled_badge: "modelled", "termodel";
    free_needs_isolation: "Real threads cannot be measured here, because the page is not isolated. The modelled clock works.",
        "Thread sungguhan tidak bisa diukur di sini karena halaman ini tidak terisolasi. Jam termodel tetap bisa dipakai.";

    // Run.
    run: "Run", "Jalankan";
    run_again: "Run again", "Jalankan lagi";
    stop: "Stop", "Hentikan";
    copy_link: "Copy link", "Salin tautan";
    link_copied: "The link is copied. It holds everything this run needs.", "Tautan sudah disalin. Semua yang diperlukan untuk mengulang ada di dalamnya.";
    link_by_hand: "The browser does not let the page copy. Here is the link:", "Peramban tidak mengizinkan halaman menyalin. Ini tautannya:";
    link: "Link", "Tautan";

    // Cards.
    program: "Program", "Program";
    timeline: "Timeline", "Garis waktu";
    told: "What happened", "Yang terjadi";
    result: "Result", "Hasil";
    parameters: "Parameters", "Parameter";
    lesson: "Lesson", "Pelajaran";
    runs: "Runs so far", "Hasil sejauh ini";

    // Timeline.
    state_running: "running", "berjalan";
    state_lock: "waiting: lock, queue, signal", "menunggu: kunci, antrean, sinyal";
    state_join: "waiting for a task", "menunggu tugas lain";
    state_away: "sleeping, I/O", "tidur, I/O";
    state_gil: "wants the GIL", "menginginkan GIL";
    state_turn: "wants its turn", "menunggu giliran";
    state_ready: "ready", "siap";
    state_native: "native code", "kode native";
    state_halted: "native code, waits", "kode native, menunggu";
    state_blocking: "blocks the loop", "memblokir loop";
    state_pickling: "pickles", "mengemas (pickle)";
    state_copying: "bytes on their way", "bita dalam perjalanan";
    state_unpickling: "unpickles", "membuka pickle";
    state_starting: "starts a process", "menjalankan proses";
    legend_helper: "helper thread of the native code", "thread pembantu kode native";
    legend_lost: "lost update", "pembaruan hilang";
    expected: "expected", "seharusnya";
    actual: "actual", "nyatanya";
    at_once: "running at once", "berjalan serentak";
    axis: "Axis", "Sumbu";
    axis_time: "time", "waktu";
    axis_time_help: "As long as it took.", "Selama yang dipakainya.";
    axis_steps: "steps", "langkah";
    axis_steps_help: "Every step equally wide: who did what in which order.", "Setiap langkah sama lebar: siapa melakukan apa, menurut urutannya.";
    press_run: "Press Run to see it happen", "Tekan Jalankan untuk melihatnya";
    waiting_first: "Waiting for the first event…", "Menunggu peristiwa pertama…";
    more_lanes: "and {n} more {n:task/tasks}", "dan {n} tugas lagi";
    fit: "Fit", "Muat semua";
    zoom_in: "Zoom in", "Perbesar";
    zoom_out: "Zoom out", "Perkecil";
    step_back: "Step back", "Mundur satu langkah";
    step_on: "Step on", "Maju satu langkah";
    zoom_step: "Zoom to this step", "Perbesar langkah ini";
    next_loss: "Next lost update", "Pembaruan hilang berikutnya";
    step: "Step", "Langkah";
    step_of: "step {n} / {all}", "langkah {n} / {all}";
    step_of_first: "step {n} of the first {all}", "langkah {n} dari {all} yang pertama";
    no_steps: "no steps yet", "belum ada langkah";
    timeline_alt: "Timeline of {tasks} {tasks:task/tasks} and {events} {events:event/events}. The same is told in words under “What happened”.",
        "Garis waktu {tasks} tugas dan {events} peristiwa. Isi yang sama diceritakan dengan kata-kata di bawah “Yang terjadi”.";
    timeline_alt_first: "Timeline of {tasks} {tasks:task/tasks} and the first {events} {events:event/events} of {all}. The same is told in words under “What happened”.",
        "Garis waktu {tasks} tugas dan {events} peristiwa pertama dari {all}. Isi yang sama diceritakan dengan kata-kata di bawah “Yang terjadi”.";
    left_out_room: "The picture and the story end after {kept} events; {n} more happened and {n:is/are} left out, for want of room. The result is the program’s own, and complete.",
        "Gambar dan ceritanya berhenti setelah {kept} peristiwa; {n} lagi terjadi dan tidak diceritakan karena tempatnya terbatas. Hasilnya berasal dari programnya sendiri, dan lengkap.";
    left_out_stop: "The picture and the story end after {kept} {kept:event/events}; {n} more happened before you pressed Stop, and {n:is/are} left out.",
        "Gambar dan ceritanya berhenti setelah {kept} peristiwa; {n} lagi terjadi sebelum Anda menekan Hentikan, dan tidak ditampilkan.";
    left_out_between: "{n} {n:event is/events are} missing here and there: they came faster than they could be taken. The result is the program’s own, and complete.",
        "{n} peristiwa hilang di sana-sini: datangnya lebih cepat daripada yang bisa diambil. Hasilnya berasal dari programnya sendiri, dan lengkap.";
    told_end: "Here the story ends; {n} more {n:event/events} happened.", "Di sini ceritanya berhenti; {n} peristiwa lagi terjadi.";
    told_empty: "After a run, every step is told here.", "Setelah dijalankan, setiap langkah diceritakan di sini.";
    listing_failed: "The program could not be loaded. Reload the page when the connection is back.",
        "Program tidak bisa dimuat. Muat ulang halaman bila sambungan sudah kembali.";
    lesson_failed: "The lesson could not be loaded. Reload the page when the connection is back; the experiment works all the same.",
        "Pelajaran tidak bisa dimuat. Muat ulang halaman bila sambungan sudah kembali; percobaannya tetap bisa dijalankan.";
    catalogue_failed: "The list of experiments could not be loaded. Reload the page when the connection is back.",
        "Daftar percobaan tidak bisa dimuat. Muat ulang halaman bila sambungan sudah kembali.";
    experiment_failed: "This experiment could not be loaded. Check the connection, then try again.",
        "Percobaan ini tidak bisa dimuat. Periksa sambungannya, lalu coba lagi.";

    // Result.
    not_run: "Not run yet", "Belum dijalankan";
    not_run_sentence: "Choose a mode and press Run.", "Pilih mode lalu tekan Jalankan.";
    running: "Running…", "Sedang berjalan…";
    running_sentence: "Esc or Stop ends it.", "Esc atau Hentikan mengakhirinya.";
    measured_here: "measured here, {n} {n:worker/workers}", "diukur di sini, {n} worker";
    modelled_steps: "modelled, by the link's steps", "termodel, menurut langkah di tautan";
    kept: "Here no threads stood by: native code kept the GIL, and what should have left it did not. On an isolated page it does; so does the modelled clock.", "Di sini tidak ada thread cadangan: kode native tetap memegang GIL, dan yang semestinya meninggalkannya tidak pergi. Di halaman terisolasi ia pergi; di jam termodel juga.";
    strayed: "The schedule in this link does not fit its program: step {n} of {all} could not be taken as it says, and from there on the clock decided. “Find the bug” gives a schedule that fits; any change of a parameter lets this one go.",
        "Jadwal di tautan ini tidak cocok dengan programnya: langkah {n} dari {all} tidak dapat diambil seperti yang tertulis, dan sejak itu jam yang menentukan. “Cari kesalahan” memberi jadwal yang cocok; mengubah parameter apa pun melepas jadwal ini.";
    strayed_over: "The schedule in this link is longer than its program: the run was over after {n} {n:step/steps}, and the link has {all}. What it says beyond that was not needed.",
        "Jadwal di tautan ini lebih panjang daripada programnya: jalannya selesai setelah {n} langkah, sedangkan tautan memuat {all}. Sisanya tidak terpakai.";
    modelled_seed: "modelled, seed {seed}", "termodel, benih {seed}";
    column_mode: "mode", "mode";
    column_result: "result", "hasil";
    column_time: "time", "waktu";
    changed_since: "The controls have changed since this run.", "Pengaturannya sudah berubah sejak itu.";
    took: "Took {time}.", "Memakan waktu {time}.";
    ran_at_once: "Two tasks ran at the same moment for up to {time}.", "Dua tugas berjalan pada saat yang sama hingga {time}.";
    spread: "One call ran on up to {n} threads at once.", "Satu panggilan berjalan di hingga {n} thread sekaligus.";
    shown_at_once: "In the part that is shown, two tasks ran at the same moment for up to {time}.",
        "Di bagian yang ditampilkan, dua tugas berjalan pada saat yang sama hingga {time}.";
    shown_spread: "In the part that is shown, one call ran on up to {n} threads at once.",
        "Di bagian yang ditampilkan, satu panggilan berjalan di hingga {n} thread sekaligus.";
    stopped_late: "You pressed Stop when the program had come to its end and its events were still being drawn: this is its result.",
        "Anda menekan Hentikan ketika programnya sudah selesai dan peristiwanya masih digambar: inilah hasilnya.";
    with_cure: "{mode} + {cure}", "{mode} + {cure}";

    // The search through every interleaving.
    find_bug: "Find the bug", "Cari kesalahan";
    search: "All interleavings", "Semua jalinan";
    search_hint: "“Find the bug” tries every order the steps can come in, however unlikely. It shows the shortest one that goes wrong, or proves that there is none.",
        "“Cari kesalahan” mencoba setiap urutan langkah yang bisa terjadi, sejarang apa pun. Hasilnya urutan terpendek yang berakhir buruk, atau bukti bahwa urutan seperti itu tidak ada.";
    search_sizes: "Tried with {params}.", "Dicoba dengan {params}.";
    search_as_set: "Try it with the parameters as they are", "Coba dengan parameter yang sekarang";
    search_going: "{n} {n:interleaving/interleavings} so far, {rate} a second. Outcomes: {outcomes}. Longest: {longest} {longest:step/steps}.",
        "{n} jalinan sejauh ini, {rate} per detik. Hasil berbeda: {outcomes}. Terpanjang: {longest} langkah.";
    search_held: "On hold.", "Dijeda.";
    hold: "Hold", "Jeda";
    go_on: "Go on", "Lanjutkan";
    search_complete: "Complete: {n} {n:interleaving/interleavings}", "Tuntas: {n} jalinan";
    search_incomplete: "Not complete. Tried: {n}", "Belum tuntas. Dicoba: {n}";
    search_safe: "Nothing can go wrong: every one of them ends well. That is a proof, for these parameters.",
        "Tidak ada yang bisa salah: semuanya berakhir baik. Ini bukti, untuk parameter ini.";
    search_unsafe: "It can go wrong. What is not listed cannot happen, for these parameters.",
        "Bisa berakhir buruk. Yang tidak tercantum tidak mungkin terjadi, untuk parameter ini.";
    search_hopeless: "It always goes wrong, whatever the order. What is not listed cannot happen, for these parameters.",
        "Selalu berakhir buruk, apa pun urutannya. Yang tidak tercantum tidak mungkin terjadi, untuk parameter ini.";
    search_open: "What is not listed may still happen.", "Yang tidak tercantum masih mungkin terjadi.";
    search_rule: "Tasks may take turns between any two steps, as free threads do; under the GIL, and in a loop, only some of these orders can come about.",
        "Tugas boleh bergantian di antara dua langkah mana pun, seperti thread bebas; dengan GIL, atau satu per satu, hanya sebagian urutan ini yang bisa muncul.";
    search_small: "These are smaller parameters than yours, so that all can be tried. With yours it may come out otherwise.",
        "Parameternya lebih kecil daripada pilihan Anda, supaya semua urutan bisa dicoba. Dengan pilihan Anda hasilnya bisa lain.";
    search_cut: "cut off before the end", "dipotong sebelum selesai";
    bound_executions: "As many as allowed were tried.", "Batas jumlah jalinan tercapai.";
    bound_steps: "As many steps as allowed were taken.", "Batas jumlah langkah tercapai.";
    bound_length: "Some are longer than 10,000 steps, perhaps endless.", "Ada yang lebih dari 10.000 langkah, mungkin tanpa akhir.";
    bound_late: "Somebody can run out of time and try again, perhaps for ever. All is here in which each does so at most {n} times.",
        "Ada yang bisa kehabisan waktu lalu mencoba lagi, mungkin tanpa akhir. Semua jalinan dengan paling banyak {n} kali untuk masing-masing ada di sini.";
    bound_memory: "As much memory as allowed was used.", "Batas memori tercapai.";
    bound_time: "It was stopped, or had two minutes.", "Pencarian dihentikan, atau sudah dua menit.";
    bound_unsteady: "The program does not always do the same, so nothing about it can be proved.",
        "Program tidak selalu melakukan hal yang sama, jadi tidak ada yang bisa dibuktikan.";
    search_took: "Took {time}. Interleavings that differ only in steps of no concern to each other count as one; how many lead to an outcome says nothing about how likely it is.",
        "Memakan waktu {time}. Jalinan yang hanya berbeda pada langkah-langkah yang tidak saling memengaruhi dihitung satu; banyaknya jalinan ke suatu hasil tidak menunjukkan seberapa mungkin hasil itu.";
    column_outcome: "outcome", "hasil";
    column_interleavings: "interleavings", "jalinan";
    show_found: "Show", "Tunjukkan";
    show_found_help: "Run the shortest schedule that ends so, step by step", "Jalankan jadwal terpendek yang berakhir begitu, langkah demi langkah";
    found_by_threads: "Only real threads can take these steps in this order.", "Hanya thread sungguhan yang bisa mengambil langkah dalam urutan ini.";
    params_changed: "The parameters have changed since: search again.", "Parameternya sudah berubah: cari lagi.";
    why: "What decided it", "Yang menentukan";
    why_decided: "step {n}, the point of no return", "langkah {n}, titik tanpa kembali";
    why_first: "step {n}", "langkah {n}";
    why_second: "step {n}, in conflict with it", "langkah {n}, yang bertabrakan dengannya";
    why_waiting: "{task} still waits for it.", "{task} masih menunggunya.";
    no_return: "point of no return", "titik tanpa kembali";
    tree: "The tree of what was tried", "Pohon yang sudah dicoba";
    tree_alt: "From top to bottom the steps, as wide as interleavings go through them: {good} of {n} end well.",
        "Dari atas ke bawah langkah-langkahnya, selebar banyaknya jalinan yang melaluinya: {good} dari {n} berakhir baik.";
    tree_cut: "There was no room for all of it.", "Tidak semuanya muat.";
    tree_good: "all end well", "semua berakhir baik";
    tree_open: "some well, some badly, or not known", "sebagian baik, sebagian buruk, atau belum diketahui";
    tree_bad: "all end badly", "semua berakhir buruk";
    tree_pruned: "not tried, being the same as another", "tidak dicoba karena sama dengan yang lain";

    // Endings.
    deadlock: "Deadlock", "Deadlock: saling menunggu";
    deadlock_link: "{task} waits for {object}, which {holder} holds.", "{task} menunggu {object} yang dipegang {holder}.";
    deadlock_task: "{task} waits for {holder} to end.", "{task} menunggu {holder} selesai.";
    deadlock_end: "Nobody can ever go on.", "Tidak ada yang akan pernah bisa melanjutkan.";
    asleep: "Everyone waits, nobody comes", "Semua menunggu, tak ada yang datang";
    asleep_link: "{task} waits for {object}.", "{task} menunggu {object}.";
    asleep_end: "No task is left that could wake them.", "Tidak ada lagi tugas yang dapat membangunkan mereka.";
    more_waits: "And {n} more {n:waits/wait} too.", "Dan {n} lagi ikut menunggu.";
    check_failed: "A check failed", "Sebuah pemeriksaan gagal";
    check_failed_sentence: "{task} found that “{check}” does not hold.", "{task} mendapati bahwa “{check}” tidak berlaku.";
    crashed: "A task crashed", "Sebuah tugas berhenti karena galat";
    crashed_sentence: "{task} said: {message}", "{task} berkata: {message}";
    not_started: "{task} could not start another", "{task} tidak dapat memulai yang lain";
    not_started_thread: "A process has one thread here. Start a process instead.",
        "Di sini setiap proses punya satu thread. Mulailah sebuah proses.";
    not_started_process: "There may be {most} processes at once, and all are taken. Use fewer, or the modelled clock.",
        "Hanya boleh ada {most} proses sekaligus, dan semuanya terpakai. Pakailah lebih sedikit, atau jam termodel.";
    step_limit: "Stopped after {n} {n:step/steps}", "Dihentikan setelah {n} langkah";
    step_limit_sentence: "A run may take so many steps and no more. Try smaller parameters.",
        "Sekali jalan hanya boleh memakai sebanyak itu. Coba parameter yang lebih kecil.";
    stopped: "Stopped", "Dihentikan";
    stopped_sentence: "You stopped it before it came to its end.", "Anda menghentikannya sebelum selesai.";

    // Parameters.
    presets: "Presets", "Pilihan siap pakai";
    reset: "Reset", "Kembalikan";
    machine: "Machine", "Mesin";
    interval: "Switch interval", "Selang pergantian";
    interval_help: "So long a thread that wants the GIL waits before it asks for it.", "Selama ini thread yang menginginkan GIL menunggu sebelum memintanya.";
    granularity: "Switches may happen", "Pergantian bisa terjadi";
    granularity_help: "CPython since 3.10 switches at calls and at the end of a loop’s round only.",
        "CPython sejak 3.10 hanya berganti pada pemanggilan fungsi dan di akhir putaran perulangan.";
    granularity_calls: "at calls and loops (≥ 3.10)", "pada pemanggilan dan perulangan (≥ 3.10)";
    granularity_every: "at every operation", "pada setiap operasi";
    machine_cores: "Virtual cores", "Inti virtual";
    seed: "Seed", "Benih";
    another_seed: "Another seed", "Benih lain";
    micros: "µs", "µs";
    schedule_kept: "This link decides the modelled run’s first {n} {n:step/steps}; whatever comes after, the seed decides.", "Tautan ini menentukan {n} langkah pertama jalannya model; sesudahnya benih yang menentukan.";
    schedule_drop: "Let the seed decide", "Biarkan benih yang menentukan";

    // Keys.
    key_run: "Run", "Jalankan";
    key_stop: "Stop", "Hentikan";
    key_zoom: "Zoom the timeline", "Perbesar atau perkecil garis waktu";
    key_pan: "Move the timeline", "Geser garis waktu";
    key_fit: "Show all of it", "Tampilkan seluruhnya";
    key_step: "Step back and on", "Mundur dan maju selangkah";
    key_zoom_step: "Zoom to the step", "Perbesar langkah ini";
    key_loss: "Next lost update", "Pembaruan hilang berikutnya";
    key_keys: "Show these keys", "Tampilkan tombol pintas";
    key_wheel: "wheel", "roda";
    key_mouse: "Zoom, with Ctrl or after a click into the picture; drag to move", "Perbesar, dengan Ctrl atau setelah klik di gambar; seret untuk menggeser";

    // What is wrong with a link, and what to do.
    link_refused: "This link does not work:", "Tautan ini tidak berlaku:";
    opened_defaults: "The experiment is open with its usual values instead.", "Sebagai gantinya, percobaan dibuka dengan nilai-nilai biasanya.";
    link_too_long: "written out in full, it is longer than {n} {n:character/characters}.", "jika ditulis lengkap, panjangnya lebih dari {n} karakter.";
    link_garbage: "“{piece}” is not of the form name=value.", "“{piece}” tidak berbentuk nama=nilai.";
    link_version: "it was made for version “{version}”, which this page does not know.", "tautan ini dibuat untuk versi “{version}” yang tidak dikenal halaman ini.";
    link_scenario: "there is no experiment called “{name}”.", "tidak ada percobaan bernama “{name}”.";
    link_scenario_list: "These are the experiments there are:", "Inilah percobaan-percobaan yang ada:";
    link_mode: "there is no mode called “{name}”.", "tidak ada mode bernama “{name}”.";
    link_mode_offered: "this experiment is not offered in the mode “{name}”.", "percobaan ini tidak tersedia dalam mode “{name}”.";
    link_clock: "there is no clock called “{name}”; there are measured and modelled.", "tidak ada jam bernama “{name}”; yang ada measured dan modelled.";
    link_language: "there is no language called “{name}” here; there are {names}.", "tidak ada bahasa bernama “{name}” di sini; yang ada {names}.";
    link_key: "there is no parameter called “{name}” here.", "tidak ada parameter bernama “{name}” di sini.";
    link_twice: "“{name}” stands there twice.", "“{name}” tertulis dua kali.";
    link_type: "“{name}” cannot be “{value}”; it must be {expected}.", "“{name}” tidak bisa bernilai “{value}”; seharusnya {expected}.";
    link_range: "“{name}” cannot be {value}; it goes from {min} to {max}.", "“{name}” tidak bisa bernilai {value}; jangkauannya {min} sampai {max}.";
    link_schedule: "its schedule cannot be read.", "jadwalnya tidak bisa dibaca.";
    link_schedule_model: "it holds a schedule, which only a modelled run can follow.", "tautan ini memuat jadwal, yang hanya bisa diikuti oleh jam termodel.";
    whole_number: "a whole number", "bilangan bulat";
    one_of: "one of {words}", "salah satu dari {words}";
    page_unknown: "There is no page at this address. Here are the experiments.", "Tidak ada halaman di alamat ini. Berikut percobaan-percobaannya.";

    // What the environment cannot do, and what to do.
    try_again: "Try again", "Coba lagi";
    dismiss: "Dismiss", "Tutup";
    boot_slow: "The workers have not answered for ten seconds. Perhaps the connection is slow, or an extension of the browser stops Web Workers. Try again, or reload the page.",
        "Worker tidak menjawab selama sepuluh detik. Mungkin sambungannya lambat, atau ekstensi peramban menghalangi Web Worker. Coba lagi, atau muat ulang halaman.";
    boot_failed: "The workers could not be started ({why}). Try again, or reload the page; a recent Chrome, Edge, Firefox or Safari is needed.",
        "Worker tidak bisa dijalankan ({why}). Coba lagi, atau muat ulang halaman; dibutuhkan Chrome, Edge, Firefox, atau Safari versi baru.";
    worker_died: "The worker that ran this has died ({why}). A fresh one is ready: run it again, perhaps with smaller parameters.",
        "Worker yang menjalankan ini mati ({why}). Worker baru sudah siap: jalankan lagi, mungkin dengan parameter yang lebih kecil.";
    engine_not_isolated: "Real threads need an isolated page, and this one is not. Choose the modelled clock, or another mode.",
        "Thread sungguhan memerlukan halaman yang terisolasi, sedangkan halaman ini tidak. Pilih jam termodel, atau mode lain.";
    engine_too_many: "That would be {asked} {asked:task/tasks} at once, and a page may have {most} threads at most. Use fewer, or the modelled clock.",
        "Itu berarti {asked} tugas sekaligus, padahal satu halaman paling banyak punya {most} thread. Kurangi jumlahnya, atau pakai jam termodel.";
    engine_pool: "The pool of threads is too small, even after a fresh start ({needed} needed). Reload the page and try again.",
        "Kumpulan thread terlalu kecil, bahkan setelah dimulai ulang (perlu {needed}). Muat ulang halaman lalu coba lagi.";
    engine_mismatch: "The page and its worker are not of one version. Reload the page.",
        "Halaman dan worker-nya berbeda versi. Muat ulang halaman.";
    process_not_up: "A process of this run could not be started, though that was tried several times ({why}). The program is not to blame: close other tabs and run it again, or choose the modelled clock.",
        "Salah satu proses tidak bisa dijalankan walau sudah dicoba beberapa kali ({why}). Ini bukan salah programnya: tutup tab lain lalu jalankan lagi, atau pilih jam termodel.";
    fault_ended: "it was ended", "worker itu diakhiri";
    fault_silent: "it does not answer", "worker itu tidak menjawab";
    fault_not_loaded: "its script did not load", "skripnya tidak termuat";
    fault_no_threads: "its threads did not start", "thread-nya tidak bisa dijalankan";
    fault_memory: "out of memory: {n} {n:byte/bytes} more were asked for", "memori habis: masih diminta {n} bita lagi";
    banner_isolated: "This page is not isolated, so the browser gives it no shared memory and no real threads: what processes would share is copied instead. Everything else works.",
        "Halaman ini tidak terisolasi, sehingga peramban tidak memberinya memori bersama maupun thread sungguhan: apa yang seharusnya dibagi antarproses disalin. Yang lain tetap bisa dipakai.";
    banner_framed: "It is shown inside another page; on its own it can be isolated.", "Halaman ini ditampilkan di dalam halaman lain; jika dibuka sendiri, ia bisa terisolasi.";
    banner_insecure: "Open it over HTTPS, or from localhost.", "Bukalah melalui HTTPS, atau dari localhost.";
    banner_reload: "Reloading it once often helps.", "Sering kali cukup dimuat ulang sekali.";
    open_tab: "Open in a new tab", "Buka di tab baru";
    reload: "Reload", "Muat ulang";

    // What a task does, told after its name.
    says_spawn: "starts {task}.", "memulai {task}.";
    says_begin: "begins.", "mulai berjalan.";
    says_end: "is done.", "selesai.";
    says_end_cancelled: "is cancelled.", "dibatalkan.";
    says_end_crashed: "crashes.", "berhenti karena galat.";
    says_join: "sees that {task} is done.", "mendapati {task} sudah selesai.";
    says_cancel: "asks {task} to end.", "meminta {task} berhenti.";
    says_load: "reads {value} from {object}.", "membaca {value} dari {object}.";
    says_store: "writes {value} to {object}.", "menulis {value} ke {object}.";
    says_add: "adds to {object} in one step; it is {value} now.", "menambah {object} dalam satu langkah; kini {value}.";
    says_swap: "changes {object} in one step.", "mengubah {object} dalam satu langkah.";
    says_swap_not: "finds that {object} has changed, and leaves it.", "mendapati {object} sudah berubah, dan membiarkannya.";
    says_look: "finds the key in {object}.", "menemukan kuncinya di {object}.";
    says_look_not: "does not find the key in {object}.", "tidak menemukan kuncinya di {object}.";
    says_insert: "puts a key into {object}; {value} there now.", "memasukkan kunci ke {object}; kini ada {value}.";
    says_remove: "takes a key out of {object}; {value} there now.", "mengeluarkan kunci dari {object}; kini ada {value}.";
    says_wait: "waits for {object}.", "menunggu {object}.";
    says_timed_out: "gives up waiting for {object}: time is up.", "berhenti menunggu {object}: waktunya habis.";
    says_acquire: "takes {object}.", "mengambil {object}.";
    says_release: "gives {object} back.", "mengembalikan {object}.";
    says_refused: "does not get {object}, and goes on without.", "tidak mendapat {object}, lalu melanjutkan tanpanya.";
    says_set: "sets {object}.", "menyalakan {object}.";
    says_clear: "clears {object}.", "mematikan {object}.";
    says_pass: "gets past {object}.", "melewati {object}.";
    says_notify: "wakes {value} that {value:waits/wait} for {object}.", "membangunkan {value} yang menunggu {object}.";
    says_arrive: "arrives at {object}; {value} {value:is/are} there.", "tiba di {object}; sudah ada {value}.";
    says_put: "puts an item into {object}; {value} there now.", "memasukkan item ke {object}; kini ada {value}.";
    says_get: "takes an item out of {object}; {value} left.", "mengambil item dari {object}; tersisa {value}.";
    says_done: "has worked off an item of {object}; {value} to go.", "menuntaskan satu item {object}; tinggal {value}.";
    says_close: "closes {object}.", "menutup {object}.";
    says_drop: "drops an item, for {object} is full.", "membuang satu item karena {object} penuh.";
    says_compute: "begins to compute, {value} {value:unit/units}.", "mulai menghitung, {value} satuan.";
    says_progress: "has computed {value} {value:unit/units}.", "sudah menghitung {value} satuan.";
    says_computed: "is done computing, {value} {value:unit/units}.", "selesai menghitung {value} satuan.";
    says_native: "goes into native code and gives up the GIL.", "masuk ke kode native dan melepas GIL.";
    says_native_done: "comes back from native code.", "kembali dari kode native.";
    says_sleep: "sleeps for {time}.", "tidur selama {time}.";
    says_io: "waits {time} for the outside world.", "menunggu dunia luar selama {time}.";
    says_block: "blocks the whole event loop for {time}.", "memblokir seluruh event loop selama {time}.";
    says_woke: "is awake again.", "bangun lagi.";
    says_pickle: "pickles {value} {value:byte/bytes}.", "mengemas {value} bita dengan pickle.";
    says_unpickle: "unpickles {value} {value:byte/bytes}.", "membuka {value} bita dari pickle.";
    says_start: "gets a new process, which takes {time}.", "mendapat proses baru, yang memakan waktu {time}.";
    says_copy: "has {value} {value:byte on its/bytes on their} way.", "sedang mengirim {value} bita.";
    says_want: "wants its turn.", "menunggu giliran.";
    says_take: "has its turn.", "mendapat giliran.";
    says_yield: "loses its turn, though it could go on.", "kehilangan giliran, padahal masih bisa lanjut.";
    says_help: "gets help: thread {value} works on the same call.", "dibantu: thread {value} ikut mengerjakan panggilan yang sama.";
    says_help_own: "goes on with its native code.", "melanjutkan kode native-nya.";
    says_help_own_done: "has done its part of the native code, and waits for those who help.", "menyelesaikan bagiannya dari kode native, lalu menunggu yang membantu.";
    says_help_done: "is no longer helped by thread {value}.", "tidak lagi dibantu thread {value}.";
    says_failed: "finds that a check does not hold.", "mendapati sebuah pemeriksaan tidak berlaku.";
    says_note: "notes {value}.", "mencatat {value}.";
    says_lost: "The update of {task} is gone.", "Pembaruan dari {task} hilang.";
    says_lost_many: "{n} updates are gone, the last one from {task}.", "{n} pembaruan hilang, yang terakhir dari {task}.";

    // The same in a word, for the inside of a bar.
    word_load: "read {value}", "baca {value}";
    word_store: "write {value}", "tulis {value}";
    word_add: "add: {value}", "tambah: {value}";
    word_spawn: "start", "mulai";
    word_acquire: "take", "ambil";
    word_release: "give back", "lepas";
    word_put: "put", "masuk";
    word_get: "get", "ambil";
    word_compute: "compute", "hitung";
}

/// The words of a language.
pub(crate) fn text(lang: Lang) -> &'static Text {
    match lang {
        Lang::En => &EN,
        Lang::Id => &ID,
    }
}

/// The template with these words in its places.
pub(crate) fn with(template: &str, words: &[(&str, &str)]) -> String {
    replace(template, &|name, form| {
        let word = words.iter().find(|(known, _)| *known == name).map_or("", |(_, word)| *word);
        Some(either(form, word == "1").unwrap_or(word).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::placeholders;

    #[test]
    fn both_languages_speak_of_the_same_things() {
        for (name, en, id) in ROWS {
            let named = |template| {
                let places = placeholders(template).into_iter();
                places.filter(|(_, form)| form.is_empty()).collect::<Vec<_>>()
            };
            assert_eq!(named(en), named(id), "{name}");
            assert!(!en.is_empty() && !id.is_empty(), "{name}");
            assert_eq!(en.ends_with('.'), id.ends_with('.'), "{name}: both or neither is a sentence");
        }
    }

    #[test]
    fn words_take_their_places() {
        assert_eq!(with("step {n} / {all}", &[("n", "3"), ("all", "50")]), "step 3 / 50");
        let units = |n| with("{n} {n:unit/units} left", &[("n", n)]);
        assert_eq!(["1", "0", "21"].map(units), ["1 unit left", "0 units left", "21 units left"]);
    }
}
