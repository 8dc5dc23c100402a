#include "ui/main_window.h"

#include <QKeyEvent>
#include <QPainter>
#include <array>

#include "ui/screens/all.h"
#include "ui/style/draw.h"

namespace bozhong::ui {

namespace {

constexpr std::array place_names{"signInScreen",     "sortScreen",          "countScreen",
                                 "shortageScreen",   "customerListScreen",  "productsScreen",
                                 "historyScreen",    "devicesScreen",       "manualWeightScreen",
                                 "lotScreen",        "labelDecisionScreen", "labelOffersScreen",
                                 "supervisorScreen", "supervisorPinScreen", "coachScreen",
                                 "moreScreen",       "panelSetupScreen"};
static_assert(place_names.size() == static_cast<std::size_t>(place_count));

/// Longest text of a badge or label code; what a stuck reader sends beyond that is dropped.
constexpr int scan_limit = 512;

}  // namespace

struct MainWindow::Parts {
    MainWindow& window;
    Settings settings;
    Style style;
    Outlet outlet;
    core::Snapshot snapshot;
    std::array<Screen*, place_count> screens{};
    Place place = Place::sign_in;
    std::string typed;
    core::KeyPressed pending;
    bool started = false;

    Screen* make(Place which);
    Screen& screen(Place which);
    void show(Place which);
    void refresh() { screen(place).show_snapshot(snapshot); }
    [[nodiscard]] Place home() const;
    void route();
    void restyle();
    void change(Change what);
};

Screen* MainWindow::Parts::make(Place which) {
    switch (which) {
        case Place::sort: {
            auto* sort = new SortScreen(style, outlet, &window);
            sort->weight_panel().on_painted = [this] { emit window.painted(snapshot.revision); };
            return sort;
        }
        default: return nullptr;
    }
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
    return Place::sort;
}

void MainWindow::Parts::show(Place which) {
    Screen& next = screen(which);
    bool const same = which == place && next.isVisible();
    if (!same) next.entered();
    next.show_snapshot(snapshot);
    if (same) return;
    Screen* const old = screens.at(static_cast<std::size_t>(place));
    place = which;
    next.show();
    if (old != nullptr && old != &next) old->hide();
}

void MainWindow::Parts::route() {
    show(home());
}

void MainWindow::Parts::restyle() {
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
    window.update();
}

void MainWindow::Parts::change(Change what) {
    switch (what) {
        case Change::language: settings.language = settings.language == "zh" ? "en" : "zh"; break;
        case Change::theme: settings.theme = settings.theme == "dark" ? "light" : "dark"; break;
        case Change::hand: settings.left_handed = !settings.left_handed; break;
        case Change::sound: settings.sound = !settings.sound; break;
    }
    restyle();
    emit window.settings_changed(settings);
}

MainWindow::MainWindow(Settings settings, QWidget* parent)
    : QWidget(parent), m(new Parts{*this, std::move(settings)}) {
    setObjectName(QStringLiteral("mainWindow"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setWindowTitle(QStringLiteral("播种 Bozhong"));
    draw::load_fonts(QString::fromStdString(m->settings.font_regular),
                     QString::fromStdString(m->settings.font_bold));
    m->outlet.press = [this](core::KeyPressed key) { emit key_pressed(std::move(key)); };
    m->outlet.open = [this](Place place) { m->show(place); };
    m->outlet.back = [this] { m->show(m->home()); };
    m->outlet.change = [this](Change what) { m->change(what); };
    m->restyle();
}

MainWindow::~MainWindow() = default;

void MainWindow::show_snapshot(core::Snapshot snapshot) {
    m->snapshot = std::move(snapshot);
    m->route();
}

void MainWindow::show_refused(core::SignInRefused const&) {}

void MainWindow::apply(Settings settings) {
    m->settings = std::move(settings);
    m->restyle();
}

Settings const& MainWindow::settings() const {
    return m->settings;
}

void MainWindow::open(std::string const& screen) {
    for (int at = 0; at < place_count; ++at)
        if (screen == place_names.at(static_cast<std::size_t>(at))) m->show(static_cast<Place>(at));
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
        if (!text.empty() && !m->screen(m->place).scanned(text)) emit scanned(text);
        return;
    }
    if (m->typed.size() < scan_limit) m->typed += event->text().toStdString();
}

}  // namespace bozhong::ui
