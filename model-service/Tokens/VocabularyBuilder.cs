namespace Phr.Model.Tokens;

/// <summary>
/// Builds a vocabulary from the training split: concepts that enough people have, at every level of their hierarchy,
/// with bins and scale from training values only. Deterministic in the order of the people it is shown.
/// </summary>
public sealed class VocabularyBuilder(int peopleMin = VocabularyBuilder.PeopleUsual)
{
    /// <summary>People of the training split who have a concept that is taken up, at least.</summary>
    public const int PeopleUsual = 20;

    /// <summary>Most bins a concept is cut into.</summary>
    public const int BinsMax = 10;

    /// <summary>Values remembered a concept; beyond it each new one replaces an old one in turn.</summary>
    private const int ValuesMax = 20_000;

    /// <summary>Values below this many make no bins: their quantiles would be noise.</summary>
    private const int ValuesMin = 50;

    private readonly ConceptReader _concepts = new();
    private readonly Dictionary<string, Collected> _collected = [];

    /// <summary>Shows one person of the training split.</summary>
    public void Add(PersonRecord record, DateTimeOffset asOf)
    {
        var seen = new HashSet<string>();
        foreach (var item in record.Events.Concat(WeeklyBlocks.Of(record, asOf)))
        {
            if (item.KnownAt > asOf)
                continue;
            var path = _concepts.Path(item);
            foreach (var key in path.Keys)
            {
                var collected = Of(key, item, path);
                if (seen.Add(key))
                    collected.People++;
                if (item.Value is { } value && key == path.Keys[0])
                    collected.Add(value, path.Catalogued);
            }
        }
    }

    /// <summary>The vocabulary's bytes. Concepts are ordered by key, so the same people give the same bytes.</summary>
    public byte[] Build(string name, IReadOnlyList<string> tasks)
    {
        AddAlways();
        var concepts = new List<VocabularyConcept>();
        var next = Vocabulary.FirstConceptToken;
        foreach (var (key, collected) in _collected.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (collected.People < peopleMin && !collected.IsAlways)
                continue;
            var concept = collected.Concept(key, next);
            concepts.Add(concept);
            next += concept.TokenCount;
        }
        return Vocabulary.Store(name, tasks, concepts);
    }

    /// <summary>Sex is always there: serving must be able to say it.</summary>
    private void AddAlways()
    {
        foreach (var sex in ConceptCatalogue.All.Where(concept => concept.Key is "static/female" or "static/male"))
        {
            _collected.TryAdd(sex.Key, new Collected(sex.Type, sex.Group, sex));
            _collected[sex.Key].IsAlways = true;
        }
    }

    private Collected Of(string key, RecordEvent item, ConceptPath path)
    {
        if (_collected.TryGetValue(key, out var collected))
            return collected;
        var isOwn = key == path.Keys[0];
        var unknown = key.EndsWith("/?", StringComparison.Ordinal);
        collected = new Collected(path.Catalogued?.Type ?? item.Type, unknown ? ClinicalGroup.Other : path.Group,
            isOwn ? path.Catalogued : null);
        return _collected[key] = collected;
    }

    private sealed class Collected(EventType type, string group, CataloguedConcept? catalogued)
    {
        private readonly Dictionary<string, int> _units = [];
        private readonly List<(double Value, string Unit)> _values = [];
        private int _next;

        public int People { get; set; }

        public bool IsAlways { get; set; }

        public void Add(Measured measured, CataloguedConcept? concept)
        {
            var unit = concept?.Unit ?? measured.Unit ?? "";
            var value = concept is null ? measured.Value
                : Units.Convert(concept.Key, measured.Value, measured.Unit, unit) ?? double.NaN;
            if (!double.IsFinite(value) || value < concept?.Low || value > concept?.High)
                return;
            _units[unit] = _units.GetValueOrDefault(unit) + 1;
            if (_values.Count < ValuesMax)
                _values.Add((value, unit));
            else
                _values[_next++ % ValuesMax] = (value, unit);
        }

        public VocabularyConcept Concept(string key, int firstToken)
        {
            var plain = new VocabularyConcept(key, type, group, firstToken, null, false, 0, 1, []);
            if (_units.Count == 0)
                return plain;
            var unit = _units.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .First().Key;
            var values = _values.Where(value => value.Unit == unit).Select(value => value.Value).Order().ToArray();
            if (values.Length < ValuesMin)
                return plain;
            var isLogarithmic = values[0] > -1 && IsSkewed(values);
            if (isLogarithmic)
                values = [.. values.Select(value => Math.Log(1 + value))];
            var spread = (Quantile(values, 0.75) - Quantile(values, 0.25)) / 1.349;
            return plain with
            {
                Unit = catalogued?.Unit ?? unit,
                IsLogarithmic = isLogarithmic,
                Centre = Quantile(values, 0.5),
                Spread = spread > 1e-9 ? spread : Math.Max(values.Max() - values.Min(), 1),
                Edges = [.. Enumerable.Range(1, BinsMax - 1).Select(i => Quantile(values, (double)i / BinsMax))
                .Distinct()],
            };
        }

        /// <summary>A long right tail: the upper tenth lies three times as far from the median as the lower.</summary>
        private static bool IsSkewed(double[] sorted)
        {
            var median = Quantile(sorted, 0.5);
            var below = median - Quantile(sorted, 0.1);
            return below > 0 && Quantile(sorted, 0.9) - median > 3 * below;
        }

        private static double Quantile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
    }
}
