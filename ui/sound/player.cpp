#include "ui/sound/player.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QElapsedTimer>
#include <QIODevice>
#include <QMediaDevices>
#include <utility>

namespace bozhong::ui {
namespace {

/// PulseAudio begins to play when its buffer is full enough, and a tone alone is shorter than that: silence
/// follows it.
constexpr std::size_t silence_after = sample_rate / 2;
/// How much the device takes ahead: a tone must not wait behind half a sentence.
constexpr qsizetype ahead_bytes = sample_rate * sizeof(std::int16_t) / 10;

/// The mixer as the endless file the sound system reads from.
class Source final : public QIODevice {
  public:
    explicit Source(Mixer& mixer) : m_mixer(mixer) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_mixer.silent() && m_silence == 0 ? 0 : 4096; }

  protected:
    qint64 readData(char* data, qint64 most) override {
        std::vector<std::int16_t> samples(static_cast<std::size_t>(most) / sizeof(std::int16_t));
        auto const heard = m_mixer.read(samples);
        if (heard > 0) m_silence = silence_after;
        auto const silent = std::min(samples.size() - heard, m_silence);
        m_silence -= silent;
        auto const made = (heard + silent) * sizeof(std::int16_t);
        std::copy_n(reinterpret_cast<char const*>(samples.data()), made, data);
        return static_cast<qint64>(made);
    }
    qint64 writeData(char const*, qint64) override { return -1; }

  private:
    Mixer& m_mixer;
    std::size_t m_silence = 0;
};

/// A loudspeaker plugged in later is found by then; looking costs some milliseconds.
constexpr qint64 look_again_ms = 60'000;

}  // namespace

struct Player::Device {
    std::function<void(std::string)> silent;
    Mixer mixer;
    Source source{mixer};
    std::unique_ptr<QAudioSink> sink;
    QElapsedTimer looked;

    /// Looked for at the first sound: opening it is slow and a station may never be asked to sound.
    bool ready() {
        if (sink && sink->error() != QAudio::NoError && sink->error() != QAudio::UnderrunError) sink.reset();
        if (sink) return true;
        if (looked.isValid() && looked.elapsed() < look_again_ms) return false;
        looked.start();
        QAudioDevice const device = QMediaDevices::defaultAudioOutput();
        QAudioFormat format;
        format.setSampleRate(sample_rate);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        if (!device.isNull() && device.isFormatSupported(format)) {
            sink = std::make_unique<QAudioSink>(device, format);
            sink->setBufferSize(ahead_bytes);
        }
        if (!sink && silent)
            std::exchange(
                silent, {})("no sound device (is a PulseAudio server running?): tones and speech are silent");
        return sink != nullptr;
    }
    /// What comes into silence does not wait for the rest of it.
    void go(bool after_silence) {
        if (sink->state() == QAudio::ActiveState && !after_silence) return;
        sink->stop();
        sink->start(&source);
    }
};

Player::Player(std::function<void(std::string)> silent) : m_device(std::make_unique<Device>()) {
    m_device->silent = std::move(silent);
}
Player::~Player() = default;

bool Player::audible() {
    return m_device->ready();
}

void Player::tone(Tone tone, int loudness) {
    if (!m_device->ready()) return;
    bool const silent = m_device->mixer.silent();
    m_device->mixer.tone(tone, loudness);
    m_device->go(silent);
}

void Player::speech(std::vector<std::int16_t> samples, bool urgent) {
    if (!m_device->ready()) return;
    bool const silent = m_device->mixer.silent();
    m_device->mixer.speech(std::move(samples), urgent);
    m_device->go(silent);
}

}  // namespace bozhong::ui
