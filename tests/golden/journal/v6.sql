PRAGMA application_id=1113213516;
PRAGMA user_version=6;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('clean_end','1');
INSERT INTO meta VALUES('station','T03');
CREATE TABLE incarnation (
    life INTEGER PRIMARY KEY,               -- 1, 2, 3 … in the order of this file
    incarnation TEXT NOT NULL UNIQUE,
    acknowledged INTEGER NOT NULL DEFAULT 0 -- the hub's highest contiguous sequence
) STRICT;
INSERT INTO incarnation VALUES(1,'04f75be29281b3fe',5);
INSERT INTO incarnation VALUES(2,'481755ebbe6e1dc7',0);
INSERT INTO incarnation VALUES(3,'ccc8cb85a1c7c3b2',0);
CREATE TABLE journal (
    place INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
, packed BLOB) STRICT;
INSERT INTO journal VALUES(1099511627777,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":0},"software":"bozhong test","checksum":"","boot_id":"","reason":"install","previous_incarnation":"","previous_hash":"","previous_seq":0,"clock_quality":"unknown","witnesses":[]}',X'0000000000000000000000000000000000000000000000000000000000000000',X'afce9c865ed21fba3b004f7ac02005185e4d0a8c1fd13c43d80bbd3d6312482c',NULL);
INSERT INTO journal VALUES(1099511627778,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"1"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":912000,"net_mg":900000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'afce9c865ed21fba3b004f7ac02005185e4d0a8c1fd13c43d80bbd3d6312482c',X'd5877b9961f583b13ebed075133654213a0953535931b602fe18397b714cc18f',NULL);
INSERT INTO journal VALUES(1099511627779,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":2,"template_name":"60x40","template_version":1,"copy":0}',X'd5877b9961f583b13ebed075133654213a0953535931b602fe18397b714cc18f',X'fc1814c8f72e00add485c912abf814f5e809e71422f7f0be2643544c816fc714',NULL);
INSERT INTO journal VALUES(1099511627780,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"1"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":962000,"net_mg":950000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'fc1814c8f72e00add485c912abf814f5e809e71422f7f0be2643544c816fc714',X'5512c78a724c4c7e6725cb96f3a4d2cdac7675ba7b8ec6d3dc351cbdddf6f4c4',NULL);
INSERT INTO journal VALUES(1099511627781,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":4,"template_name":"60x40","template_version":1,"copy":0}',X'5512c78a724c4c7e6725cb96f3a4d2cdac7675ba7b8ec6d3dc351cbdddf6f4c4',X'b6a2829f94e201094df5a2a187879f2eb97237d287328e46389d2537001287af',NULL);
INSERT INTO journal VALUES(1099511627782,'label_state','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":3,"state":"printed","known_by":"gs_r","printer":"p","detail":""}',X'b6a2829f94e201094df5a2a187879f2eb97237d287328e46389d2537001287af',X'4f7f232e20a2617c2ac15aa6cdd9100c04c660b097ec63f93bbf550d5abb2425',NULL);
INSERT INTO journal VALUES(1099511627783,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"software":"bozhong 0.1.0","checksum":"ab12","boot_id":"boot","reason":"install","previous_incarnation":"00ff00ff00ff00ff","previous_hash":"cd34","previous_seq":99,"clock_quality":"good","witnesses":["hub:99"]}',X'4f7f232e20a2617c2ac15aa6cdd9100c04c660b097ec63f93bbf550d5abb2425',X'2d8a6cd5ecd74de628a74701000335f0d4d220fe714ff7dd1b7f54e6c5763986',NULL);
INSERT INTO journal VALUES(1099511627784,'signed_in','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","name":"张","by":"badge","rights":["capture","correct_own"]}',X'2d8a6cd5ecd74de628a74701000335f0d4d220fe714ff7dd1b7f54e6c5763986',X'5cf6a2cf80beccd30a8fa7ee7ced3292c851838be6110d13fcac387d6a112a9e',NULL);
INSERT INTO journal VALUES(1099511627785,'signed_out','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","why":"idle"}',X'5cf6a2cf80beccd30a8fa7ee7ced3292c851838be6110d13fcac387d6a112a9e',X'2be4d3de19cc3d30b56517e1a4fcd2c7944a7cbb2a0fd550b0c5fef77424e7b0',NULL);
INSERT INTO journal VALUES(1099511627786,'sign_in_failed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","by":"pin","failures":3}',X'2be4d3de19cc3d30b56517e1a4fcd2c7944a7cbb2a0fd550b0c5fef77424e7b0',X'a0bd926e196097999a356f48b142fe8c04d70b581fa10be4fea6e5b81e4f8d42',NULL);
INSERT INTO journal VALUES(1099511627787,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"3"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":2037000,"net_mg":2025000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'a0bd926e196097999a356f48b142fe8c04d70b581fa10be4fea6e5b81e4f8d42',X'943d4f17aa97c78f2759eb62366fa1f36f779d11ef7009ac4e8a49d1cf69837f',NULL);
INSERT INTO journal VALUES(1099511627788,'counted','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"3"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"count":4,"trigger":"key","person":"p7","person_name":"张"}',X'943d4f17aa97c78f2759eb62366fa1f36f779d11ef7009ac4e8a49d1cf69837f',X'c33389e0fcfdd27e1379512a11b0b7030edbaada0055723e3973f2dc4faf8b98',NULL);
INSERT INTO journal VALUES(1099511627789,'shorted','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"missing":"1.50","unit":"斤","reason":"没货","person":"p7"}',X'c33389e0fcfdd27e1379512a11b0b7030edbaada0055723e3973f2dc4faf8b98',X'e178d70cc650faa9b29c27e13e425853046161865d2e82d93e4dd81b03ec4cbd',NULL);
INSERT INTO journal VALUES(1099511627790,'short_undone','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"of":12,"person":"p7"}',X'e178d70cc650faa9b29c27e13e425853046161865d2e82d93e4dd81b03ec4cbd',X'92d96800568046e0300421516c875ed2f1576d161fc4fb1e726e324a40a98435',NULL);
INSERT INTO journal VALUES(1099511627791,'voided','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":13,"line":{"order_no":"SO-1","line_no":"3"},"reason":"undo","person":"p7","released_by":"p1"}',X'92d96800568046e0300421516c875ed2f1576d161fc4fb1e726e324a40a98435',X'64ef7d07b7167397e27f42fb112e1da7affba61b79bdeeb93eecd873d6087af9',NULL);
INSERT INTO journal VALUES(1099511627792,'task_ended','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"reason":"够了","person":"p7"}',X'64ef7d07b7167397e27f42fb112e1da7affba61b79bdeeb93eecd873d6087af9',X'd2cfc491af5cc36aff3d612f8aecd1c9ab90e752ad8a0101a28c4924277e8fa3',NULL);
INSERT INTO journal VALUES(1099511627793,'task_reopened','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"reason":"more","person":"p7"}',X'd2cfc491af5cc36aff3d612f8aecd1c9ab90e752ad8a0101a28c4924277e8fa3',X'23ece4055f97c8b8ba72184bf6da4b6ccf572d315a3048194d68daf98ad5e72f',NULL);
INSERT INTO journal VALUES(1099511627794,'skipped','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"person":"p7"}',X'23ece4055f97c8b8ba72184bf6da4b6ccf572d315a3048194d68daf98ad5e72f',X'4df55d909855f613a473cff163fa3cd406b0a7ca0aab7d34a36ff1d35847c396',NULL);
INSERT INTO journal VALUES(1099511627795,'released','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"what":"red_over","load":18446744073709551615,"gross_mg":5000000,"person":"p1","reason":"ok"}',X'4df55d909855f613a473cff163fa3cd406b0a7ca0aab7d34a36ff1d35847c396',X'5d8c1770ce4acf5855e6fe336ac43d595f250a26928b811bfb4220219748df67',NULL);
INSERT INTO journal VALUES(1099511627796,'lot_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"sku":"10045","lot":"L-9","previous":"L-8","person":"p7"}',X'5d8c1770ce4acf5855e6fe336ac43d595f250a26928b811bfb4220219748df67',X'e1f973d7d7ca2956b42c52fdc69bab94a1344a9b4ab861c56049c7dcd1c684bc',NULL);
INSERT INTO journal VALUES(1099511627797,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":14,"template_name":"60x40","template_version":2,"copy":1}',X'e1f973d7d7ca2956b42c52fdc69bab94a1344a9b4ab861c56049c7dcd1c684bc',X'21f8a4f690e19db3d643bf73c84b7b689b37f254b01019b28634a43e56d10638',NULL);
INSERT INTO journal VALUES(1099511627798,'label_state','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":15,"state":"void","known_by":"gs_r","printer":"usb:auto","detail":"paper out"}',X'21f8a4f690e19db3d643bf73c84b7b689b37f254b01019b28634a43e56d10638',X'688b5e8390a9a9baec575bf078fe35d126fffa0fa093624f31f509c1069ce629',NULL);
INSERT INTO journal VALUES(1099511627799,'label_handwritten','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":15,"code":"A-017","person":"p7"}',X'688b5e8390a9a9baec575bf078fe35d126fffa0fa093624f31f509c1069ce629',X'c846914faeb826a6b7869e7312ec7f309dd18283337458203e4ce216463b179e',NULL);
INSERT INTO journal VALUES(1099511627800,'scale_zeroed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","ok":true,"detail":"d","person":"p7"}',X'c846914faeb826a6b7869e7312ec7f309dd18283337458203e4ce216463b179e',X'9ca7ffa296499fcb22f9f1d58aadeaffad70bf0efd292b15e1ba340746895cb0',NULL);
INSERT INTO journal VALUES(1099511627801,'scale_tared','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","ok":true,"detail":"d","person":"p7"}',X'9ca7ffa296499fcb22f9f1d58aadeaffad70bf0efd292b15e1ba340746895cb0',X'325d5cdb8aba9b502fcd6fe6e9d957ee6a1dc736e456af63066bd9ed97e85cab',NULL);
INSERT INTO journal VALUES(1099511627802,'scale_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","what":"firmware","before":"1","after":"2"}',X'325d5cdb8aba9b502fcd6fe6e9d957ee6a1dc736e456af63066bd9ed97e85cab',X'6f45693e29aeea5fef32ffec8d2d8beb3cd40c69f8285f4a9c74591fa4f2ec50',NULL);
INSERT INTO journal VALUES(1099511627803,'check_weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","nominal_mg":1000000,"shown_mg":1000500,"ok":true,"person":"p7"}',X'6f45693e29aeea5fef32ffec8d2d8beb3cd40c69f8285f4a9c74591fa4f2ec50',X'f3d0d179e54fbcb8320aba3fb5b6c2091b2ad2139d372865281c970e857fd460',NULL);
INSERT INTO journal VALUES(1099511627804,'settings_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"what":"silent_after_ms","before":"500","after":"600","person":"p1"}',X'f3d0d179e54fbcb8320aba3fb5b6c2091b2ad2139d372865281c970e857fd460',X'62910a49f124dc3b2ee094605cf1bacfa825eab3e95e9c7cc8274a8d916db0fb',NULL);
INSERT INTO journal VALUES(1099511627805,'clock_jumped','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"before":"2025-11-21T02:20:54.123Z","after":"1970-01-01T00:00:00.000Z"}',X'62910a49f124dc3b2ee094605cf1bacfa825eab3e95e9c7cc8274a8d916db0fb',X'5582da0c5bb23999bedfc539efa357653db3eebea65d705df023b786b902fcfd',NULL);
INSERT INTO journal VALUES(1099511627806,'storage_low','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"free_bytes":123456789012}',X'5582da0c5bb23999bedfc539efa357653db3eebea65d705df023b786b902fcfd',X'2c4a471a1c5b81a9bfee23150cc7f1c118497d183912295666f151f90e78e7e9',NULL);
INSERT INTO journal VALUES(1099511627807,'fault','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"part":"scale","fault":"silent","detail":"no frame for 600 ms"}',X'2c4a471a1c5b81a9bfee23150cc7f1c118497d183912295666f151f90e78e7e9',X'8ab193068ac59f583f38365229f71f226a05ab120457749c316bfa6a9e9912eb',NULL);
INSERT INTO journal VALUES(2199023255553,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"software":"bozhong test","checksum":"","boot_id":"","reason":"fork","previous_incarnation":"04f75be29281b3fe","previous_hash":"8ab193068ac59f583f38365229f71f226a05ab120457749c316bfa6a9e9912eb","previous_seq":31,"clock_quality":"unknown","witnesses":[]}',X'0000000000000000000000000000000000000000000000000000000000000000',X'8e47930b89652bfe3b7885984146ef2c57ce7ae72d4771e7df0613c4844b3b2f',NULL);
INSERT INTO journal VALUES(2199023255554,'lot_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"sku":"10045","lot":"L-9","previous":"L-7","person":"p7"}',X'8e47930b89652bfe3b7885984146ef2c57ce7ae72d4771e7df0613c4844b3b2f',X'ee3c616ca2bbb5948c8e3b4afc9c4f3662bda4216ef519419c527cc8a190e232',NULL);
INSERT INTO journal VALUES(3298534883329,'started','',X'0000000000000000000000000000000000000000000000000000000000000000',X'55c23d30b3a4193a5d7b90b891ccc54417477f52dc710a3f79f0a84925c57093',X'0100000d0700f34b2a3c90708458b5a8b4b4a8ace8a8e1842a05d58a13ac151b2b3baa584141478d1b293b9ac0b16a824a0b37ab28dc94e78413cfee04dc06d74b2a6eb9a5cc68829deb5273023a514a694db4ca73e235e84d34d104a738e1d639d12a2a55ac68b4a4d0782766ac8a5369a20915f7dfd7aa9415961427566ac868d961d57842854585c5d2d1a2c232a3860c1d96d54495021c3b5a6c38a1422337d5c512562c1a51b07494acf797ad7135ba11fcd59818040e6bdfd76ff4f46605e8482089f5e9c3ab663a391213b1b15eb47ed28943feb605fc876c368af6cbc29ec002c8cf03');
CREATE TABLE signature (
    place INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
INSERT INTO signature VALUES(1099511627777,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'3c8e1f3d3345857ac2611ac9a04e5e7e4be42e9c115d6e2fcfdaf1c7abac012da1b42a1db8647c3198cb918b91c3cc75d989c13f7bec368a667d7aa5778fbf00');
INSERT INTO signature VALUES(2199023255553,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'85b37d5fd2803d299a13de3242e00d7dd870b09c1bbbbda5f7fbc3477640c6755fcbdabfebf033272f47b4a55f931920934fccd38a935a84bfff50d91b780e07');
INSERT INTO signature VALUES(2199023255554,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'5b259acc91430ab859e3b9ff40a290fa57d92934ae7259f59cffc6987a15bbcb0385a6b617d643ba4c48ee760746b6290c1f4da60d90e3ee3953f8e472da2406');
INSERT INTO signature VALUES(3298534883329,X'd1a587287d1e4d2a3dec40afc78f06238f86d1f40d0981a452a0f675c5658094',X'74717824aadd099573a97a892c5298895b0b6f48acae702e323793dc50e07e712aed7afe4b001d92d36ef03a3e670ab324c9c8620b3215fc52b696d2d717d70a');
CREATE TABLE feed (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
INSERT INTO feed VALUES(1,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"1"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(2,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"2"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(3,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"3"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(4,'person','{"v":1,"person":{"id":"p7","name":"张","role":"supervisor","rights":["capture","release_red"],"badge":"B77","pin_hash":"$argon2id$x","active":false}}');
INSERT INTO feed VALUES(5,'lot','{"v":1,"sku":"10045","lot":"L-7"}');
INSERT INTO feed VALUES(6,'task_taken','{"v":1,"line":{"order_no":"SO-1","line_no":"3"},"why":"moved","to_station":"T04"}');
INSERT INTO feed VALUES(7,'decision','{"v":1,"event":{"station":"T03","incarnation":"00ff00ff00ff00ff","seq":12},"line":{"order_no":"SO-1","line_no":"3"},"decision":"keep_first","reason":"twice","person":"p1"}');
CREATE TABLE person (id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO person VALUES('p7',4);
CREATE TABLE lot_given (sku TEXT PRIMARY KEY, lot TEXT NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO lot_given VALUES('10045','L-7',5);
CREATE TABLE lot_changed (sku TEXT PRIMARY KEY, lot TEXT NOT NULL, feed_position INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
INSERT INTO lot_changed VALUES('10045','L-9',7);
CREATE TABLE line_state (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    ended INTEGER NOT NULL,
    shorted INTEGER NOT NULL,               -- place of the `shorted` in force, 0 = none
    skipped INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,            -- feed position under which it was ended or shorted
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO line_state VALUES('SO-1','3',0,0,1,0);
CREATE TABLE label (
    place INTEGER PRIMARY KEY,              -- of the label_queued event
    of_place INTEGER NOT NULL,              -- of the weighing or count; 0 when it is not in this file
    copy INTEGER NOT NULL,
    state TEXT NOT NULL
, renamed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO label VALUES(1099511627779,1099511627778,0,'printed',0);
INSERT INTO label VALUES(1099511627781,1099511627780,0,'queued',0);
INSERT INTO label VALUES(1099511627797,0,1,'queued',0);
CREATE TABLE record (
    place INTEGER PRIMARY KEY,              -- of the weighing or count; what it says stands in the journal
    in_force INTEGER NOT NULL
) STRICT;
INSERT INTO record VALUES(1099511627778,1);
INSERT INTO record VALUES(1099511627780,1);
INSERT INTO record VALUES(1099511627787,1);
INSERT INTO record VALUES(1099511627788,1);
CREATE TABLE line_sum (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    net_mg INTEGER NOT NULL, count INTEGER NOT NULL, in_force INTEGER NOT NULL,
    last_place INTEGER NOT NULL,
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO line_sum VALUES('SO-1','1',1850000,0,2,1099511627780);
INSERT INTO line_sum VALUES('SO-1','3',2025000,4,2,1099511627794);
CREATE TABLE task (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    position INTEGER NOT NULL,              -- the feed entry with its content
    ordered TEXT NOT NULL, ordered_unit TEXT NOT NULL,
    amount_position INTEGER NOT NULL,       -- the feed entry that last changed the amount, 0 = as first given
    active INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    wanted INTEGER,                         -- enough from here on: milligrams or pieces; NULL = any weighing is
    open INTEGER NOT NULL,                  -- wants something; follows from this row, line_sum and line_state
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO task VALUES('SO-1','1',1,'4','斤',0,1,0,1840000,0);
INSERT INTO task VALUES('SO-1','2',2,'4','斤',0,1,0,1840000,1);
CREATE TABLE bag_task (
    kind TEXT NOT NULL,
    incarnation TEXT NOT NULL, seq INTEGER NOT NULL, -- the weighing or count
    position INTEGER NOT NULL,                       -- the feed entry that said it last
    PRIMARY KEY (kind, incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovered (
    incarnation TEXT NOT NULL, seq INTEGER NOT NULL, -- the lost event
    place INTEGER NOT NULL,                          -- of the entry that stands for it
    PRIMARY KEY (incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX label_open ON label (place) WHERE state IN ('queued', 'sending', 'unknown', 'failed');
CREATE INDEX sign_ins ON journal(place) WHERE type IN ('signed_in', 'sign_in_failed');
CREATE INDEX checks ON journal(place) WHERE type = 'check_weighed';
CREATE INDEX line_sum_last ON line_sum (last_place);
CREATE INDEX task_open ON task (order_no, line_no) WHERE open;
COMMIT;
