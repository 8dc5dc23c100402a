PRAGMA application_id=1113213516;
PRAGMA user_version=1;
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
INSERT INTO incarnation VALUES(1,'9929d84ef314332c',5);
INSERT INTO incarnation VALUES(2,'41e639eae3cd5f0a',0);
CREATE TABLE journal (
    place INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO journal VALUES(1099511627777,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":0},"software":"bozhong test","checksum":"","boot_id":"","reason":"install","previous_incarnation":"","previous_hash":"","previous_seq":0,"clock_quality":"unknown","witnesses":[]}',X'0000000000000000000000000000000000000000000000000000000000000000',X'4d35398674084fb621385f883afbc58d88d5d7d20275252a3e1743eb9a4da543');
INSERT INTO journal VALUES(1099511627778,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"1"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":912000,"net_mg":900000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'4d35398674084fb621385f883afbc58d88d5d7d20275252a3e1743eb9a4da543',X'56d8104935f0ff1ac68b4f16c643c1fbf6e00f0e1bc5c8e2e22906b267c5b8f6');
INSERT INTO journal VALUES(1099511627779,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":2,"template_name":"60x40","template_version":1,"copy":0}',X'56d8104935f0ff1ac68b4f16c643c1fbf6e00f0e1bc5c8e2e22906b267c5b8f6',X'89e9f35dc7761a256bfc0b46193263611845bd5db885f2e49437034ee8be59d7');
INSERT INTO journal VALUES(1099511627780,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"1"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":962000,"net_mg":950000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'89e9f35dc7761a256bfc0b46193263611845bd5db885f2e49437034ee8be59d7',X'3613aed2ca5373cd0e0e76579f133bc0ccfddb6d1c718781f8373337c45eb9b2');
INSERT INTO journal VALUES(1099511627781,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":4,"template_name":"60x40","template_version":1,"copy":0}',X'3613aed2ca5373cd0e0e76579f133bc0ccfddb6d1c718781f8373337c45eb9b2',X'daa9b8a3c4b8b5fd6c301c3b213fa37122bba149cd076bac0f09c881eaf9f3e8');
INSERT INTO journal VALUES(1099511627782,'label_state','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":3,"state":"printed","known_by":"gs_r","printer":"p","detail":""}',X'daa9b8a3c4b8b5fd6c301c3b213fa37122bba149cd076bac0f09c881eaf9f3e8',X'772730f0a9a0766ed2a409c99549111e54b4c737949423236febdf388d0ccc3e');
INSERT INTO journal VALUES(1099511627783,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"software":"bozhong 0.1.0","checksum":"ab12","boot_id":"boot","reason":"install","previous_incarnation":"00ff00ff00ff00ff","previous_hash":"cd34","previous_seq":99,"clock_quality":"good","witnesses":["hub:99"]}',X'772730f0a9a0766ed2a409c99549111e54b4c737949423236febdf388d0ccc3e',X'823195b876c57f16c48316cc3e2207e685996641dd4f5f7c9eae5e001b7804b8');
INSERT INTO journal VALUES(1099511627784,'signed_in','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","name":"张","by":"badge","rights":["capture","correct_own"]}',X'823195b876c57f16c48316cc3e2207e685996641dd4f5f7c9eae5e001b7804b8',X'd00d3240c7e38058d8934de7d8ed8e2d64c4b7ce8e9cc563040856b0006bee4c');
INSERT INTO journal VALUES(1099511627785,'signed_out','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","why":"idle"}',X'd00d3240c7e38058d8934de7d8ed8e2d64c4b7ce8e9cc563040856b0006bee4c',X'163c05dcd1196f84fe53e705663429732d904bb27790869703fd51d6134f6a93');
INSERT INTO journal VALUES(1099511627786,'sign_in_failed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"person":"p7","by":"pin","failures":3}',X'163c05dcd1196f84fe53e705663429732d904bb27790869703fd51d6134f6a93',X'81e478ee51e3874eb626d5fe071f1cc427d086949dcc0b5d552035a5ae78431b');
INSERT INTO journal VALUES(1099511627787,'weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"3"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"entry":"scale","gross_mg":2037000,"net_mg":2025000,"tares":[{"kind":"preset","name":"袋","mass_mg":12000}],"indication":{"value":"2.037","unit":"kg"},"shown":"gross","scale":"s1","scale_version":4,"stability":"flag","trigger":"key","zone":"amber_over","profile":"default","below_min":true,"released_by":17,"person":"p7","person_name":"张","settled":"4.05","settle_unit":"斤","reason":"","read_on":"","mode":"normal"}',X'81e478ee51e3874eb626d5fe071f1cc427d086949dcc0b5d552035a5ae78431b',X'1f2e59a86f1b14e5504150fb1ae37cc4c1824667e7004ce344e52671af9cc010');
INSERT INTO journal VALUES(1099511627788,'counted','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"task":{"line":{"order_no":"SO-1","line_no":"3"},"warehouse":"w1","business_date":"2026-11-21","wave":"早班","version":2,"assignment":3,"feed_position":41,"sku":"10045","product":"上海青","category":"叶菜","customer_code":"A-017","customer":"\"老王\"\n饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","ordered":{"value":"4.00","unit":"斤"},"lot":"L-8","bag":1,"bags":2},"count":4,"trigger":"key","person":"p7","person_name":"张"}',X'1f2e59a86f1b14e5504150fb1ae37cc4c1824667e7004ce344e52671af9cc010',X'b929bde4b6ac9e90e2ed579cf3bac7baf683ad0be52e14cc0ed9259080cf4e17');
INSERT INTO journal VALUES(1099511627789,'shorted','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"missing":"1.50","unit":"斤","reason":"没货","person":"p7"}',X'b929bde4b6ac9e90e2ed579cf3bac7baf683ad0be52e14cc0ed9259080cf4e17',X'23b6c111988865655ccc7beaf7ff8d849fe7bb56fc1faad59eb0fd0af4546bee');
INSERT INTO journal VALUES(1099511627790,'short_undone','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"of":12,"person":"p7"}',X'23b6c111988865655ccc7beaf7ff8d849fe7bb56fc1faad59eb0fd0af4546bee',X'08badd5a99d846c01d425fc6dd4fe03a00ef68c22c0650db1cc9a6b6f9e78563');
INSERT INTO journal VALUES(1099511627791,'voided','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":13,"line":{"order_no":"SO-1","line_no":"3"},"reason":"undo","person":"p7","released_by":"p1"}',X'08badd5a99d846c01d425fc6dd4fe03a00ef68c22c0650db1cc9a6b6f9e78563',X'290eb8a11bd268899f8575a3d1361ef97d3c18539aa8f8f7ac8d4a1c497d6b2e');
INSERT INTO journal VALUES(1099511627792,'task_ended','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"reason":"够了","person":"p7"}',X'290eb8a11bd268899f8575a3d1361ef97d3c18539aa8f8f7ac8d4a1c497d6b2e',X'6d77d62abc1987240463e1441fb7511fddc5c4fff6fff63b2445918ec8367abd');
INSERT INTO journal VALUES(1099511627793,'task_reopened','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"reason":"more","person":"p7"}',X'6d77d62abc1987240463e1441fb7511fddc5c4fff6fff63b2445918ec8367abd',X'162d6c2d7b04c7ee0a186fab35937b572ba55912dbc2291016293860c24f33dd');
INSERT INTO journal VALUES(1099511627794,'skipped','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"person":"p7"}',X'162d6c2d7b04c7ee0a186fab35937b572ba55912dbc2291016293860c24f33dd',X'05cb2e986bf3d2f2ea79d6f9dee505af8e23ec15f8ec2d94f4b290e8988e0756');
INSERT INTO journal VALUES(1099511627795,'released','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"line":{"order_no":"SO-1","line_no":"3"},"what":"red_over","load":18446744073709551615,"gross_mg":5000000,"person":"p1","reason":"ok"}',X'05cb2e986bf3d2f2ea79d6f9dee505af8e23ec15f8ec2d94f4b290e8988e0756',X'89037e4e23a198fffd83bbace2680dd113a247cf49b3f44cfd6acd0c11922ade');
INSERT INTO journal VALUES(1099511627796,'lot_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"sku":"10045","lot":"L-9","previous":"L-8","person":"p7"}',X'89037e4e23a198fffd83bbace2680dd113a247cf49b3f44cfd6acd0c11922ade',X'2abe1c0aa8752b4a53e5986b10c07ead3d5ced76597d80bf972938779d32a2f0');
INSERT INTO journal VALUES(1099511627797,'label_queued','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"of":14,"template_name":"60x40","template_version":2,"copy":1}',X'2abe1c0aa8752b4a53e5986b10c07ead3d5ced76597d80bf972938779d32a2f0',X'9c5a644220647347a40ad4ad1665031deb85ff2b641c5b91059bbbb59f63fa38');
INSERT INTO journal VALUES(1099511627798,'label_state','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":15,"state":"void","known_by":"gs_r","printer":"usb:auto","detail":"paper out"}',X'9c5a644220647347a40ad4ad1665031deb85ff2b641c5b91059bbbb59f63fa38',X'd05fbaac2c5bd4b8caf7e0e9fafc6323e412e621ea3d4348e0d0682af8dcd0dd');
INSERT INTO journal VALUES(1099511627799,'label_handwritten','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"label":15,"code":"A-017","person":"p7"}',X'd05fbaac2c5bd4b8caf7e0e9fafc6323e412e621ea3d4348e0d0682af8dcd0dd',X'0dd160a835e43a1a072de87bc652863a303c538fd77bf37ce0e3f25bad0f5d2d');
INSERT INTO journal VALUES(1099511627800,'scale_zeroed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","ok":true,"detail":"d","person":"p7"}',X'0dd160a835e43a1a072de87bc652863a303c538fd77bf37ce0e3f25bad0f5d2d',X'90e3ad2faa4b7a5d8d78bd5647cf43b780e2e013e1664c4a2428b3e5fe114736');
INSERT INTO journal VALUES(1099511627801,'scale_tared','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","ok":true,"detail":"d","person":"p7"}',X'90e3ad2faa4b7a5d8d78bd5647cf43b780e2e013e1664c4a2428b3e5fe114736',X'52b157777ada4043f287eaeb776c371626ceca1562c26fb3ce18150f7f9bc2c1');
INSERT INTO journal VALUES(1099511627802,'scale_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","what":"firmware","before":"1","after":"2"}',X'52b157777ada4043f287eaeb776c371626ceca1562c26fb3ce18150f7f9bc2c1',X'5c6f81a20502231f971fea1f42f75c8df7b75e68d6180d6c1feae4a2bfb49b8a');
INSERT INTO journal VALUES(1099511627803,'check_weighed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"scale":"s1","nominal_mg":1000000,"shown_mg":1000500,"ok":true,"person":"p7"}',X'5c6f81a20502231f971fea1f42f75c8df7b75e68d6180d6c1feae4a2bfb49b8a',X'94861c3ef18832d87e5237bf7fe23d8d1fc438d54818af8b26d533f92ee73c95');
INSERT INTO journal VALUES(1099511627804,'settings_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"what":"silent_after_ms","before":"500","after":"600","person":"p1"}',X'94861c3ef18832d87e5237bf7fe23d8d1fc438d54818af8b26d533f92ee73c95',X'c1ac2ad6ad3acfbf7d30a7c065a401139ebb141fe4e7a7722747f0743338c823');
INSERT INTO journal VALUES(1099511627805,'clock_jumped','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"before":"2025-11-21T02:20:54.123Z","after":"1970-01-01T00:00:00.000Z"}',X'c1ac2ad6ad3acfbf7d30a7c065a401139ebb141fe4e7a7722747f0743338c823',X'6fd4fe2a918172c96a779a53ffbb9157d4210946c94deed51322e84764f9344c');
INSERT INTO journal VALUES(1099511627806,'storage_low','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"free_bytes":123456789012}',X'6fd4fe2a918172c96a779a53ffbb9157d4210946c94deed51322e84764f9344c',X'8c7e1e26e6b52cc52af293e29c65dfd589b10fa3e912948e66917d933e1116e1');
INSERT INTO journal VALUES(1099511627807,'fault','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"part":"scale","fault":"silent","detail":"no frame for 600 ms"}',X'8c7e1e26e6b52cc52af293e29c65dfd589b10fa3e912948e66917d933e1116e1',X'f8799ffc4258ffd2fa639295d86e692a2cb7aa443f9aff146ab4272ae35966bd');
INSERT INTO journal VALUES(2199023255553,'started','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"software":"bozhong test","checksum":"","boot_id":"","reason":"fork","previous_incarnation":"9929d84ef314332c","previous_hash":"f8799ffc4258ffd2fa639295d86e692a2cb7aa443f9aff146ab4272ae35966bd","previous_seq":31,"clock_quality":"unknown","witnesses":[]}',X'0000000000000000000000000000000000000000000000000000000000000000',X'd26dbc3dac14a0e00b0b28b346b3aeb6ac5fefeb3ed47b194dbb1c1ce06bd87d');
INSERT INTO journal VALUES(2199023255554,'lot_changed','{"v":1,"stamp":{"at":"2025-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":7},"sku":"10045","lot":"L-9","previous":"L-7","person":"p7"}',X'd26dbc3dac14a0e00b0b28b346b3aeb6ac5fefeb3ed47b194dbb1c1ce06bd87d',X'0a9efcfa28b550827f8a442550a4c775b2fa119e04fae20925318860a054929c');
CREATE TABLE signature (
    place INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
INSERT INTO signature VALUES(1099511627777,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'0bfc3985c29949c599c75f6d7147b5bdf4d955a95f4b5d40768d9fe9aa01de67da36319c1532b115609dc51b75426199a2a33eb824563c526f470a99741d310a');
INSERT INTO signature VALUES(2199023255553,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'66c962efc6ab6766f697d61f3c36052bd8ae378d4bafca22533e213b44a6654992d980d96d1f42c1266689dd0b3c01af8532c0b952d72d5157ef2fe1fbbde507');
INSERT INTO signature VALUES(2199023255554,X'e0612fbfa2e94b21d27077c3e179c3d17dca7b4bd05762ce3875ed5ff4b9381f',X'dee739638a60c36cf3150edc55aafcfee2a6fe80c399be38176bedf46142abbc168646c7901a1810b83e98fd8ddd47301c249debc4a934ca5a0548575a42df08');
CREATE TABLE feed (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
INSERT INTO feed VALUES(1,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"1"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(2,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"2"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(3,'task','{"v":1,"task":{"warehouse":"w1","business_date":"2026-11-21","wave":"早班","line":{"order_no":"SO-1","line_no":"3"},"version":2,"assignment":3,"station":"T03","standing":"active","sku":"10045","product":"上海青","category":"叶菜","kind":"weighed","ordered":{"value":"4","unit":"斤"},"customer_code":"A-017","customer":"老王饭店","route":"R2","driver":"李","tote":"T9","note":"要嫩的","position":17,"tolerance":{"name":"default","green_under":{"permille":80,"absolute_mg":50000},"green_over":{"permille":100,"absolute_mg":50000},"red_under":{"permille":300,"absolute_mg":0},"red_over":{"permille":300,"absolute_mg":0},"pick":"looser"}}}');
INSERT INTO feed VALUES(4,'person','{"v":1,"person":{"id":"p7","name":"张","role":"supervisor","rights":["capture","release_red"],"badge":"B77","pin_hash":"$argon2id$x","active":false}}');
INSERT INTO feed VALUES(5,'lot','{"v":1,"sku":"10045","lot":"L-7"}');
INSERT INTO feed VALUES(6,'task_taken','{"v":1,"line":{"order_no":"SO-1","line_no":"3"},"why":"moved","to_station":"T04"}');
INSERT INTO feed VALUES(7,'decision','{"v":1,"event":{"station":"T03","incarnation":"00ff00ff00ff00ff","seq":12},"line":{"order_no":"SO-1","line_no":"3"},"decision":"keep_first","reason":"twice","person":"p1"}');
CREATE TABLE task (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    position INTEGER NOT NULL,              -- the feed entry with its content
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO task VALUES('SO-1','1',1);
INSERT INTO task VALUES('SO-1','2',2);
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
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO line_state VALUES('SO-1','3',0,0,1);
CREATE TABLE record (
    place INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    kind INTEGER NOT NULL,                  -- 0 weighed, 1 counted
    net_mg INTEGER NOT NULL, gross_mg INTEGER NOT NULL, count INTEGER NOT NULL,
    in_force INTEGER NOT NULL, manual INTEGER NOT NULL, preset_tare INTEGER NOT NULL,
    product TEXT NOT NULL, customer_code TEXT NOT NULL, sku TEXT NOT NULL,
    ordered TEXT NOT NULL, ordered_unit TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO record VALUES(1099511627778,'SO-1','1',0,900000,912000,0,1,0,1,'上海青','A-017','10045','4.00','斤',1763691654123);
INSERT INTO record VALUES(1099511627780,'SO-1','1',0,950000,962000,0,1,0,1,'上海青','A-017','10045','4.00','斤',1763691654123);
INSERT INTO record VALUES(1099511627787,'SO-1','3',0,2025000,2037000,0,1,0,1,'上海青','A-017','10045','4.00','斤',1763691654123);
INSERT INTO record VALUES(1099511627788,'SO-1','3',1,0,0,4,1,0,0,'上海青','A-017','10045','4.00','斤',1763691654123);
CREATE TABLE label (
    place INTEGER PRIMARY KEY,              -- of the label_queued event
    of_place INTEGER NOT NULL,              -- of the weighing or count; 0 when it is not in this file
    copy INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
INSERT INTO label VALUES(1099511627779,1099511627778,0,'printed');
INSERT INTO label VALUES(1099511627781,1099511627780,0,'queued');
INSERT INTO label VALUES(1099511627797,0,1,'queued');
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX record_line ON record (order_no, line_no);
CREATE INDEX label_of ON label (of_place);
CREATE INDEX label_open ON label (place) WHERE state IN ('queued', 'sending', 'unknown', 'failed');
COMMIT;
