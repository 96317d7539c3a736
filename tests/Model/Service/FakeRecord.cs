using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Tests.Model.Service;

/// <summary>One person's record as planets-server tells it: lines by position, a generation, switches.</summary>
internal sealed class FakeRecord(string patient)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, (string Key, JsonObject Line)> _lines = [];
    private long _position;
    private int _generation = 1;
    private string[] _outcomes = Records.Tasks;

    public string Patient => patient;

    public long Position
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    /// <summary>How often all was read from the beginning.</summary>
    public int WholeReadings { get; private set; }

    public void Put(JsonObject resource) => Add(
        Key(resource), new JsonObject
        {
            ["kind"] = "resource", ["type"] = (string?)resource["resourceType"], ["id"] = (string?)resource["id"], ["version"] = 1,
            ["source"] = "hospital:a", ["resource"] = resource.DeepClone(),
        });

    public void Remove(string type, string id) => Add(
        $"{type}/{id}", new JsonObject { ["kind"] = "removed", ["type"] = type, ["id"] = id });

    public void Daily(string metric, DateOnly day, string connection, int n, double? mean, double? sum) => Add(
        $"{metric}/{day:O}/{connection}", new JsonObject
        {
            ["kind"] = "daily", ["metric"] = metric, ["code"] = "x", ["unit"] = "x", ["day"] = day.ToString("O", CultureInfo.InvariantCulture),
            ["connection"] = connection, ["n"] = n, ["min"] = null, ["max"] = null, ["mean"] = mean, ["sum"] = sum,
            ["reference"] = $"Observation/day-{metric}-{day:yyyyMMdd}-{connection}",
        });

    /// <summary>Something is written that the feed does not tell: of somebody else, or kept from the person.</summary>
    public void Pass()
    {
        lock (_gate)
            _position++;
    }

    public void Switch(params string[] outcomes)
    {
        lock (_gate)
            _outcomes = outcomes;
    }

    /// <summary>Links or consents changed what the person has: the entries under the keys are no longer theirs.</summary>
    public void Part(Func<string, bool> goes)
    {
        lock (_gate)
        {
            foreach (var position in _lines.Where(line => goes(line.Value.Key)).Select(line => line.Key).ToList())
                _lines.Remove(position);
            (_generation, _position) = (_generation + 1, _position + 1);
        }
    }

    public string Feed(long after, string? generation)
    {
        lock (_gate)
        {
            WholeReadings += after == 0 ? 1 : 0;
            var isReset = after == 0 || generation != $"{_generation}";
            var start = new JsonObject
            {
                ["kind"] = "start", ["person"] = patient, ["generation"] = $"{_generation}", ["reset"] = isReset, ["position"] = _position,
                ["outcomes"] = new JsonArray([.. _outcomes.Select(outcome => (JsonNode)outcome)]),
            };
            var told = _outcomes.Length == 0 ? [] : _lines.Where(line => isReset || line.Key > after).Select(line => line.Value.Line);
            return string.Concat(told.Prepend(start).Select(line => line.ToJsonString() + "\n"));
        }
    }

    private void Add(string key, JsonObject line)
    {
        lock (_gate)
        {
            foreach (var before in _lines.Where(known => known.Value.Key == key).Select(known => known.Key).ToList())
                _lines.Remove(before);
            line["position"] = ++_position;
            _lines.Add(_position, (key, line));
        }
    }

    private static string Key(JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";
}
