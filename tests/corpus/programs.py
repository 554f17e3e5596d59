"""Programs under the names of documents: their beginnings, each by the name that it was given."""

PROGRAMS = {
    "payslip.pdf": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200),
    "letter.docx": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200),
    "hidden.pdf": b"MZ\x90\x00" + bytes(60) + b"%PDF-1.7\n" + bytes(200),
    "scan.png": b"\x7fELF\x02\x01\x01" + bytes(200),
    "photo.jpg": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + bytes(200),
    "fax.tif": b"\xfe\xed\xfa\xce\x00\x00\x00\x12" + bytes(200),
    "phone.heic": b"\xca\xfe\xba\xbe\x00\x00\x00\x02" + bytes(200),
    "note.txt": b"#!/bin/sh\nrm -rf ~\n",
    "list.pdf": b"#! /usr/bin/env python3\nprint()\n",
    "setup.exe": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200),
    "no ending": b"\x7fELF\x01\x01\x01" + bytes(200),
}
