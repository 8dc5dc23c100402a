// The same label in three npm packages: text, QR code and bar code as a receipt printer's own commands.
// node npm_labels.mjs NODE_MODULES COUNT   prints a JSON line for each package: its version, and processor
// milliseconds of its first label (with loading it) and of each of the others
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, count] = [process.argv[2], Number(process.argv[3])];
const require = createRequire(folder + '/');
const QR_LENGTH = 150;
// Of this process and its helpers: another program's turn is no part of a label.
const processorMs = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000; };

/// What stands on label n, in lines; `plain` for packages that know no Chinese.
function linesOf(n, plain) {
    const amount = (2 + (n % 500) / 100).toFixed(2);
    const chinese = [`D-${n % 1000}  R4 司机4`, `筐 T${n % 1000}  火锅店${n % 1000}`, '奶白菜 苋菜', `${amount} 斤  应拣 4 斤`,
                     `净 ${amount} kg`, '06-17 04:36 员工07 台3'];
    const latin = [`D-${n % 1000}  R4 driver 4`, `tote T${n % 1000}  hotpot ${n % 1000}`, 'bok choy', `${amount} jin  ordered 4 jin`,
                   `net ${amount} kg`, '06-17 04:36 sorter 07 table 3'];
    return [...(plain ? latin : chinese), `W20230617-D-${n}`, `T03-k7-${String(n).padStart(6, '0')}`];
}
const qrOf = n => (`BZ1.${n}.` + '5E1F0C22T03'.repeat(20)).slice(0, QR_LENGTH);
const barsOf = n => '0307' + String(n).padStart(8, '0');

const packages = {
    '@point-of-sale/receipt-printer-encoder': loaded => {
        const Encoder = loaded.default ?? loaded;
        return n => {
            const encoder = new Encoder({ language: 'esc-pos', columns: 42 });
            encoder.initialize();
            for (const line of linesOf(n, true)) encoder.line(line);
            return encoder.qrcode(qrOf(n), { model: 2, size: 3, errorlevel: 'q' })
                .barcode(barsOf(n), 'code128', { height: 30 }).encode();
        };
    },
    'receiptline': loaded => n =>
        loaded.transform([...linesOf(n, false).map(line => line.replaceAll('|', '\\|')), `{code:${qrOf(n)};option:qrcode,3,q}`,
                          `{code:${barsOf(n)};option:code128,2,30}`, ''].join('\n'),
                         { cpl: 42, encoding: 'gb18030', command: 'escpos', spacing: true }),
    'node-thermal-printer': loaded => {
        const { ThermalPrinter, PrinterTypes, CharacterSet } = loaded;
        return n => {
            const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: 'tcp://127.0.0.1', characterSet: CharacterSet.CHINA });
            for (const line of linesOf(n, false)) printer.println(line);
            printer.printQR(qrOf(n), { cellSize: 3, correction: 'Q' });
            printer.code128(barsOf(n), { height: 30 });
            return printer.getBuffer();
        };
    },
};

for (const [name, prepare] of Object.entries(packages)) {
    const begin = processorMs();
    const make = prepare(require(name));
    let bytes = make(0).length;
    const first = processorMs() - begin;
    const each = [];
    for (let n = 1; n <= count; ++n) {
        const one = processorMs();
        bytes += make(n).length;
        each.push(processorMs() - one);
    }
    const version = JSON.parse(readFileSync(`${folder}/${name}/package.json`)).version;
    console.log(JSON.stringify({ name, version, first, bytes: Math.round(bytes / (count + 1)), each }));
}
