#include "ui/sound/player.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QBuffer>
#include <QMediaDevices>

namespace bozhong::ui {

struct Player::Device {
    std::unique_ptr<QAudioSink> sink;
    QByteArray samples;
    QBuffer buffer;
    Tone tone = Tone::good;
    bool looked = false;

    // The device is looked for at the first tone: opening it is slow and a station may never be asked to
    // sound.
    void look() {
        if (looked) return;
        looked = true;
        QAudioDevice const device = QMediaDevices::defaultAudioOutput();
        QAudioFormat format;
        format.setSampleRate(sample_rate);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        if (!device.isNull() && device.isFormatSupported(format))
            sink = std::make_unique<QAudioSink>(device, format);
    }
};

Player::Player() : m_device(std::make_unique<Device>()) {}
Player::~Player() = default;

void Player::play(Tone tone, int loudness) {
    m_device->look();
    if (!m_device->sink) return;
    bool const running = m_device->sink->state() == QAudio::ActiveState;
    if (running && !may_cut(m_device->tone, tone)) return;
    m_device->sink->stop();
    auto const samples = synthesise(tone, loudness);
    m_device->buffer.close();
    m_device->samples = QByteArray(reinterpret_cast<char const*>(samples.data()),
                                   static_cast<qsizetype>(samples.size() * sizeof(std::int16_t)));
    m_device->buffer.setBuffer(&m_device->samples);
    m_device->buffer.open(QIODevice::ReadOnly);
    m_device->tone = tone;
    m_device->sink->start(&m_device->buffer);
}

}  // namespace bozhong::ui
