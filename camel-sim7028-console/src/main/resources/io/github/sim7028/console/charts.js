'use strict';
// The plots of one modem, drawn by uPlot.

const Charts = (() => {
  const HEIGHT = 200;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let plots = [];
  let cells = [];

  function options(element, series, unit, right) {
    const ink = dark.matches ? '#9aa9b8' : '#5b6b7c';
    const grid = { stroke: dark.matches ? '#2a3744' : '#e5eaef', width: 1 };
    const axes = [
      { stroke: ink, grid, values: [
        [3600, '{HH}:{mm}', null, null, null, null, null, null, 1],
        [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
        [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1]] },
      { stroke: ink, grid, label: unit, labelSize: 20, size: 52 }];
    if (right) {
      axes.push({ stroke: ink, grid: { show: false }, side: 1, scale: 'right', label: right, labelSize: 20, size: 52 });
    }
    return {
      width: Math.max(240, element.clientWidth), height: HEIGHT, axes, cursor: { points: { size: 6 } },
      series: [{ value: '{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}' }, ...series]
    };
  }

  function line(label, color, scale) {
    return { label, stroke: color, width: 2, spanGaps: false, points: { show: true, size: 4 }, ...(scale && { scale }) };
  }

  function bars(label, color) {
    return { label, stroke: color, fill: color + '55', width: 1, paths: uPlot.paths.bars({ size: [0.7, 24] }), points: { show: false } };
  }

  // What was counted between one sample and the next, for each minute.
  function rates(times, counts) {
    return counts.map((count, i) => {
      if (i === 0 || count < counts[i - 1]) {
        return null;
      }
      return Math.round((count - counts[i - 1]) * 600 / Math.max(1, times[i] - times[i - 1])) / 10;
    });
  }

  // Where the module is in another cell than before; the first known cell is none.
  function cellChanges(h) {
    const changes = [];
    let before = null;
    h.cell.forEach((cell, i) => {
      if (cell !== null) {
        if (before !== null && cell !== before) {
          changes.push({ time: h.time[i], cell });
        }
        before = cell;
      }
    });
    return changes;
  }

  function drawCells(plot) {
    const ink = dark.matches ? '#9aa9b8' : '#5b6b7c';
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = ink;
    ctx.fillStyle = ink;
    ctx.setLineDash([4, 4]);
    ctx.font = 11 * devicePixelRatio + 'px sans-serif';
    for (const change of cells) {
      const x = plot.valToPos(change.time, 'x', true);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText('cell ' + change.cell, x + 4, bbox.top + 12 * devicePixelRatio);
    }
    ctx.restore();
  }

  function signalData(h) {
    return [h.time, h.dbm, h.rsrp, h.sinr];
  }

  function messageData(h) {
    return [h.time, ...['confirmed', 'notSent', 'unknown', 'received'].map(name => rates(h.time, h[name]))];
  }

  function draw(history) {
    cells = cellChanges(history);
    if (plots.length) {
      plots[0].setData(signalData(history));
      plots[1].setData(messageData(history));
      return;
    }
    const signal = document.getElementById('signal');
    const messages = document.getElementById('messages');
    const wide = options(signal,
      [line('signal dBm', '#0d9488'), line('RSRP dBm', '#6366f1'), line('SINR dB', '#f59e0b', 'right')], 'dBm', 'dB');
    wide.hooks = { draw: [drawCells] };
    const counted = options(messages,
      [bars('confirmed', '#16a34a'), bars('not sent', '#f59e0b'), bars('unknown', '#dc2626'), bars('received', '#3b82f6')], 'messages');
    counted.scales = { y: { range: (u, low, high) => [0, Math.max(1, high || 0)] } };
    plots = [new uPlot(wide, signalData(history), signal), new uPlot(counted, messageData(history), messages)];
  }

  function clear() {
    plots.forEach(plot => plot.destroy());
    plots = [];
  }

  addEventListener('resize', () => plots.forEach(plot =>
    plot.setSize({ width: Math.max(240, plot.root.parentElement.clientWidth), height: HEIGHT })));

  return { draw, clear, cellChanges };
})();
