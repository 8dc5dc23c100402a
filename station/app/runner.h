#pragma once
// Drives the pure station with the real world: one strand for the machine, one place for the journal. Parts exchange
// values; nothing here is shared but the journal, which only its place touches.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "station/app/ports.h"
#include "station/app/surroundings.h"
#include "station/core/station.h"

namespace bozhong::app {

struct Parts {
    std::unique_ptr<Journal> journal;
    std::map<std::string, std::unique_ptr<ScaleControl>> scales;  ///< by record id, made on the runner's strand
    std::unique_ptr<Printer> printer;
    std::unique_ptr<Printer> other_printer;  ///< may be empty: there is no other
    std::unique_ptr<Uplink> uplink;          ///< may be empty: a station that never heard of a hub
    LabelMaker make_label;
};

class Runner {
  public:
    /// The executor is the station's strand: one thread at a time runs it. `fatal` is called once, on the strand, when
    /// the journal's file cannot be trusted any more: the process ends and starts again from disk.
    Runner(boost::asio::any_io_executor strand, core::StationSetup setup, Parts parts,
           std::function<void(domain::Error)> fatal);
    /// The same in other surroundings than threads and clocks.
    Runner(std::shared_ptr<Surroundings> surroundings, core::StationSetup setup, Parts parts,
           std::function<void(domain::Error)> fatal);
    ~Runner();

    using Listener = std::function<void(core::Snapshot const&)>;
    /// Before start(). Called on the strand after every change of the snapshot.
    void listen(Listener listener);
    /// Before start(). Called on the strand for every tone and every sentence.
    void on_tone(std::function<void(core::Tone)> tone);
    void on_say(std::function<void(core::Say const&)> say);
    /// Before start(). Called on the strand: a badge or PIN was refused, or a key was allowed by another person.
    void on_refused(std::function<void(core::SignInRefused const&)> refused);
    void on_authorised(std::function<void()> authorised);
    /// Before start(). Called on the strand: this is somebody's badge, whose PIN is to be asked for.
    void on_badge(std::function<void(std::string const&)> badge);

    /// Loads the journal's state and starts the parts. The hub's mark is compared first, at most 2 s; after a clean
    /// end no longer than it takes to see that no hub answers. Blocks meanwhile; the strand must be running on another thread.
    domain::Status start();
    /// The same without blocking: `started` is called once, on the strand.
    void start(std::function<void(domain::Status)> started);
    /// From any thread.
    void post(core::Event event);
    /// Badge and PIN are checked against the people of the feed, off the strand; the answer is an event.
    void sign_in(std::string badge, std::string pin);
    /// A key that another person must allow: badge and PIN first, then the key with that person's id.
    void authorise(std::string badge, std::string pin, core::KeyPressed key);
    /// A text from the scanner. Somebody's badge: she takes the table over, at once or after on_badge. Anything else is
    /// looked up in the journal; the answer is an event.
    void scanned(std::string text);
    /// Stops the parts, writes the clean end, joins. From a thread that is not the strand's, which must be running.
    void stop();
    /// The same without blocking: `stopped` is called once, on the journal's place.
    void stop(std::function<void()> stopped);

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace bozhong::app
