"""A server with nothing but the timeline brush on it, and counts that never change."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ui.component import folders

FIRST, LAST = date(2012, 1, 1), date(2024, 1, 31)
GROUPS = {"violence": 2.2, "peace": 0.5, "politics": 0.4, "mission": 0.7, "other": 0.15}


def next_bin(bin_: str, day: date) -> date:
    """Return the first day of the following bin."""
    if bin_ == "day":
        return day + timedelta(days=1)
    if bin_ == "week":
        return day + timedelta(days=7 - day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}[bin_]
    index = (day.year * 12 + day.month - 1) // months * months + months
    return date(index // 12, index % 12 + 1, 1)


async def histogram(request: Request) -> Response:
    """Answer invented counts that look like the real ones: one per day at most and group, more as the years pass."""
    if request.query_params.get("region") == "broken":
        return PlainTextResponse("no", status_code=500)
    bin_ = request.query_params["bin"]
    chance = random.Random(1)
    share = 0.4 if request.query_params.get("region") else 1.0
    starts, day = [], FIRST
    while day <= LAST:
        starts.append(day)
        day = next_bin(bin_, day)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [LAST]
    counts = {group: [0] * len(starts) for group in GROUPS}
    killed = {group: [0] * len(starts) for group in GROUPS}
    index = 0
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        while ends[index] < day:
            index += 1
        for group, weight in GROUPS.items():
            growth = 0.35 + (day.year - 2012) / 8 if group == "violence" else 0.6
            hit, toll = chance.random(), chance.expovariate(1 / 12)
            if hit < weight * growth * share / 30:
                counts[group][index] += 1
                killed[group][index] += int(toll) if group == "violence" else 0
    answer = {
        "bin": bin_,
        "starts": [day.isoformat() for day in starts],
        "ends": [day.isoformat() for day in ends],
        "groups": counts,
        "killed": killed,
        "unknown_tolls": 38,
        "data_version": "harness",
    }
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(json.dumps(answer), media_type="application/json", headers=headers)


app = st.App(
    Path(__file__).parent / "timeline_page.py",
    routes=[
        Route("/atlas/histogram.json", histogram),
        *(Mount(address, StaticFiles(directory=folder)) for address, folder in folders().items()),
    ],
)
