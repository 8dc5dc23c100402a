#include "ui/main_window.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPixmapCache>
#include <array>
#include <optional>
#include <utility>

#include "ui/screens/all.h"
#include "ui/screens/faces.h"
#include "ui/style/draw.h"
#include "ui/widgets/test_mark.h"

namespace bozhong::ui {

namespace {

constexpr std::array place_names{"signInScreen",     "sortScreen",          "countScreen",
                                 "shortageScreen",   "customerListScreen",  "productsScreen",
                                 "historyScreen",    "devicesScreen",       "manualWeightScreen",
                                 "lotScreen",        "labelDecisionScreen", "labelOffersScreen",
                                 "supervisorScreen", "supervisorPinScreen", "coachScreen",
                                 "moreScreen",       "panelSetupScreen",    "diagnosticsScreen",
                                 "checkWeightScreen", "noticesScreen",       "scannedScreen",
                                 "labelTemplatesScreen", "labelEditorScreen", "labelTextScreen",
                                 "labelAddScreen",  "workScreen", "mineScreen"};
static_assert(place_names.size() == static_cast<std::size_t>(place_count));

/// Longest text of a badge or label code; what a stuck reader sends beyond that is dropped.
constexpr int scan_limit = 512;

/// What only a supervisor may see, and only while signed in.
bool wants_supervisor(Place place) {
    return place == Place::supervisor || place == Place::label_templates || place == Place::label_editor ||
           place == Place::label_text || place == Place::label_add;
}

/// "BZ1.…": how the code of every label of ours begins, whatever its version.
bool is_label(std::string const& text) {
    auto const point = text.find('.');
    return text.starts_with("BZ") && point != std::string::npos && point > 2 && point < 5;
}

}  // namespace

struct MainWindow::Parts {
    MainWindow& window;
    Settings settings;
    Style style;
    Outlet outlet;
    LabelStudio studio;
    core::Snapshot snapshot;
    std::array<Screen*, place_count> screens{};
    Place place = Place::sign_in;
    std::string typed;
    Place asked_from = Place::sort;           ///< the screen under the question
    std::optional<core::KeyPressed> pending;  ///< what a supervisor is being asked for
    bool taking_over = false;                 ///< the question is for another person's own PIN
    TestMark* test_mark = nullptr;

    Screen* make(Place which);
    Screen& screen(Place which);
    void show(Place which);
    void open(Place which);
    void ask(std::optional<core::KeyPressed> key);
    void entered(std::string badge, std::string pin);
    [[nodiscard]] Place home() const;
    void route();
    void restyle();
    void change(Change what);
};

Screen* MainWindow::Parts::make(Place which) {
    switch (which) {
        case Place::sign_in: return new SignInScreen(SignInScreen::For::sign_in, style, outlet, &window);
        case Place::sort: {
            auto* sort = new SortScreen(style, outlet, &window);
            sort->weight_panel().on_painted = [this] { emit window.painted(snapshot.revision); };
            return sort;
        }
        case Place::count: return new CountScreen(style, outlet, &window);
        case Place::shortage: return new ShortageScreen(style, outlet, &window);
        case Place::customers: return new CustomersScreen(style, outlet, &window);
        case Place::products: return new ProductsScreen(style, outlet, &window);
        case Place::history: return new HistoryScreen(style, outlet, &window);
        case Place::devices: return new DevicesScreen(style, outlet, &window);
        case Place::manual_weight: return new ManualWeightScreen(style, outlet, &window);
        case Place::lot: return new LotScreen(style, outlet, &window);
        case Place::label_decision: return new LabelDecisionScreen(style, outlet, &window);
        case Place::offers: return new OffersScreen(style, outlet, &window);
        case Place::supervisor: return new SupervisorScreen(style, outlet, &window);
        case Place::supervisor_pin:
            return new SignInScreen(SignInScreen::For::supervisor, style, outlet, &window);
        case Place::coach: return new CoachScreen(style, outlet, &window);
        case Place::more: return new MoreScreen(style, outlet, &window);
        case Place::panel_setup: return new PanelSetupScreen(style, outlet, &window);
        case Place::diagnostics: return new DiagnosticsScreen(style, outlet, &window);
        case Place::check_weight: return new CheckWeightScreen(style, outlet, &window);
        case Place::notices: return new NoticesScreen(style, outlet, &window);
        case Place::scanned: return new ScannedScreen(style, outlet, &window);
        case Place::label_templates: return new TemplatesScreen(style, outlet, studio, &window);
        case Place::label_editor: return new LabelEditorScreen(style, outlet, studio, &window);
        case Place::label_text: return new LabelTextScreen(style, outlet, studio, &window);
        case Place::work: return new WorkScreen(style, outlet, &window);
        case Place::mine: return new MineScreen(style, outlet, &window);
        case Place::label_add: return new LabelAddScreen(style, outlet, studio, &window);
    }
    std::abort();
}

Screen& MainWindow::Parts::screen(Place which) {
    Screen*& there = screens.at(static_cast<std::size_t>(which));
    if (there == nullptr) {
        there = make(which);
        there->setGeometry(window.rect());
        there->arrange();
        there->hide();
    }
    return *there;
}

Place MainWindow::Parts::home() const {
    if (!snapshot.person || snapshot.locked) return Place::sign_in;
    if (snapshot.label_decision) return Place::label_decision;
    return snapshot.task && snapshot.task->counted ? Place::count : Place::sort;
}

void MainWindow::Parts::show(Place which) {
    Screen& next = screen(which);
    bool const same = which == place && next.isVisible();
    taking_over = taking_over && which == Place::supervisor_pin;
    if (!same) next.entered();
    next.show_snapshot(snapshot);
    if (same) return;
    Screen* const old = screens.at(static_cast<std::size_t>(place));
    place = which;
    next.show();
    if (old != nullptr && old != &next) old->hide();
}

void MainWindow::Parts::open(Place which) {
    bool const supervisor = snapshot.person && snapshot.person->role != domain::Role::sorter;
    if (wants_supervisor(which) && !supervisor) return ask(std::nullopt);
    // Hands-free must not book behind a correction.
    bool const correction =
        which == Place::history || which == Place::shortage || which == Place::scanned;
    if (correction && snapshot.hands_free)
        emit window.key_pressed({.key = core::Key::hands_free, .text = "off"});
    if (which == Place::coach && !CoachScreen::fault_there(snapshot)) return show(home());
    show(which);
}

void MainWindow::Parts::ask(std::optional<core::KeyPressed> key) {
    pending = std::move(key);
    if (place != Place::supervisor_pin) asked_from = place;
    auto& prompt = static_cast<SignInScreen&>(screen(Place::supervisor_pin));
    bool const release = pending && pending->key == core::Key::release;
    prompt.ask_for(release ? style.say(Word::release_red, {live_weight(snapshot, style)})
                           : style.say(Word::then_pin));
    show(Place::supervisor_pin);
}

void MainWindow::Parts::entered(std::string badge, std::string pin) {
    if (place == Place::supervisor_pin && pending)
        emit window.authorise(*pending, std::move(badge), std::move(pin));
    else
        emit window.sign_in(std::move(badge), std::move(pin));
}

// A second screen stays up while it makes sense; the working screens follow the snapshot.
void MainWindow::Parts::route() {
    Place const base = home();
    bool const supervisor = snapshot.person && snapshot.person->role != domain::Role::sorter;
    bool const asks_for_page = place == Place::supervisor_pin && !pending && !taking_over;
    if (asks_for_page && supervisor) return show(Place::supervisor);
    bool const working = place == Place::sort || place == Place::count || place == Place::sign_in ||
                         place == Place::label_decision;
    bool const over = (place == Place::coach && !CoachScreen::fault_there(snapshot)) ||
                      (place == Place::shortage && !snapshot.task) ||
                      (wants_supervisor(place) && place != Place::supervisor && !supervisor);
    show(working || over || base == Place::sign_in ? base : place);
}

void MainWindow::Parts::restyle() {
    outlet.hearing = {settings.sound, settings.speech, settings.loudness, settings.speech_percent};
    style.language = settings.language == "en" ? Language::en : Language::zh;
    style.theme = settings.theme == "light" ? Theme::light : Theme::dark;
    style.colours = tokens(style.theme);
    style.left_handed = settings.left_handed;
    style.less_motion = settings.less_motion;
    if (auto const grid = choose_grid(window.size(), settings.panel_width_mm)) style.grid = *grid;
    for (Screen* each : screens) {
        if (each == nullptr) continue;
        each->setGeometry(window.rect());
        each->arrange();
        each->show_snapshot(snapshot);
        for (QWidget* part : each->findChildren<QWidget*>()) part->update();
    }
    if (test_mark != nullptr) test_mark->arrange(window.rect());
    window.update();
}

void MainWindow::Parts::change(Change what) {
    switch (what) {
        case Change::language: settings.language = settings.language == "zh" ? "en" : "zh"; break;
        case Change::theme: settings.theme = settings.theme == "dark" ? "light" : "dark"; break;
        case Change::hand: settings.left_handed = !settings.left_handed; break;
        case Change::sound: settings.sound = !settings.sound; break;
        case Change::loudness:
            // From the loudest to silence, and from there to the softest.
            settings.loudness = settings.sound ? settings.loudness % 3 + 1 : 1;
            settings.sound = !settings.sound || settings.loudness != 1;
            break;
        case Change::speech: settings.speech = !settings.speech; break;
        case Change::speech_rate:
            settings.speech_percent = settings.speech_percent >= 160 ? 100 : settings.speech_percent + 20;
            break;
    }
    restyle();
    emit window.settings_changed(settings);
}

MainWindow::MainWindow(Settings settings, QWidget* parent)
    : QWidget(parent), m(new Parts{*this, std::move(settings)}) {
    setObjectName(QStringLiteral("mainWindow"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setWindowTitle(QStringLiteral("播种 Bozhong"));
    QPixmapCache::setCacheLimit(32 * 1024);  // KiB; every icon of a panel in both states of a key
    draw::load_fonts(QString::fromStdString(m->settings.font_regular),
                     QString::fromStdString(m->settings.font_bold));
    m->outlet.press = [this](core::KeyPressed key) { emit key_pressed(std::move(key)); };
    m->outlet.open = [this](Place place) { m->open(place); };
    m->outlet.back = [this] { m->show(m->home()); };
    m->outlet.with_supervisor = [this](core::KeyPressed key) { m->ask(std::move(key)); };
    m->outlet.sign_in = [this](std::string badge, std::string pin) {
        m->entered(std::move(badge), std::move(pin));
    };
    m->outlet.change = [this](Change what) { m->change(what); };
    m->outlet.panel_width = [this](double width_mm) {
        m->settings.panel_width_mm = width_mm;
        m->restyle();
        emit settings_changed(m->settings);
    };
    m->test_mark = new TestMark(m->style, this);
    m->restyle();
}

MainWindow::~MainWindow() = default;

void MainWindow::show_snapshot(core::Snapshot snapshot) {
    bool const scan = snapshot.scan.number > m->snapshot.scan.number;
    std::string const before = person();
    bool const other_work = snapshot.work != m->snapshot.work;
    m->snapshot = std::move(snapshot);
    if (person() != before) {
        if (m->taking_over) m->show(m->home());
        emit person_changed(person());
    }
    if (other_work) emit work_changed(m->snapshot.work);
    m->route();
    // Who is being asked for a PIN answers that first.
    bool const asked = m->place == Place::sign_in || m->place == Place::supervisor_pin;
    if (scan && !asked) m->open(Place::scanned);
    m->test_mark->setVisible(m->snapshot.test_control);
    if (m->snapshot.test_control) m->test_mark->raise();
}

void MainWindow::show_refused(core::SignInRefused const& refused) {
    if (m->place != Place::sign_in && m->place != Place::supervisor_pin) return;
    static_cast<SignInScreen&>(m->screen(m->place)).show_refused(refused);
}

void MainWindow::show_authorised() {
    m->pending.reset();
    // Whoever signed a check weighing wants to read its result.
    bool const checked = m->asked_from == Place::check_weight;
    if (m->place == Place::supervisor_pin) m->show(checked ? Place::check_weight : m->home());
}

void MainWindow::ask_pin(std::string const& badge) {
    // Her own badge changes nothing, and who is being asked answers that first.
    bool const own = m->snapshot.person && m->snapshot.person->badge == badge;
    if (own || m->place == Place::sign_in || m->place == Place::supervisor_pin) return;
    m->ask(std::nullopt);
    m->taking_over = true;
    m->screen(Place::supervisor_pin).scanned(badge);
}

void MainWindow::watch(ScaleTracer& tracer) {
    m->outlet.tracer = &tracer;
}

void MainWindow::edit_labels(LabelBench& bench) {
    m->studio.bench = &bench;
}

void MainWindow::apply(Settings settings) {
    m->settings = std::move(settings);
    m->restyle();
}

std::string MainWindow::person() const {
    return m->snapshot.person ? m->snapshot.person->id : std::string();
}

std::uint64_t MainWindow::revision() const {
    return m->snapshot.revision;
}

Settings const& MainWindow::settings() const {
    return m->settings;
}

void MainWindow::open(std::string const& screen) {
    for (int at = 0; at < place_count; ++at)
        if (screen == place_names.at(static_cast<std::size_t>(at))) m->open(static_cast<Place>(at));
}

void MainWindow::resizeEvent(QResizeEvent*) {
    m->restyle();
}

void MainWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), colour(m->style.colours.bg));
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        std::string const text = std::exchange(m->typed, {});
        if (text.empty()) return;
        // A label is a label on every screen: never a badge, never a lot.
        if (is_label(text) || !m->screen(m->place).scanned(text)) emit scanned(text);
        return;
    }
    if (m->typed.size() < scan_limit) m->typed += event->text().toStdString();
}

}  // namespace bozhong::ui
