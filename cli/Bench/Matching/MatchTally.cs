namespace Phr.Cli.Bench.Matching;

/// <summary>One Patient that was told, and whether it is the person who was asked for.</summary>
internal readonly record struct ToldMatch(string Grade, bool IsRight);

/// <summary>Counts what matches were right. Of each person who is stored there is one record, so one right answer.</summary>
internal sealed class MatchTally
{
    private static readonly string[] Grades = ["certain", "probable", "possible"];

    private readonly Dictionary<string, (int Told, int Right)> _grades = Grades.ToDictionary(grade => grade, _ => (0, 0));
    private int _stored;
    private int _strangers;
    private int _strangersTold;
    private int _first;
    private int _only;
    private int _onlyRight;

    /// <param name="told">All, the likeliest first.</param>
    /// <param name="onlyCertain">What the same question is answered with <c>onlyCertainMatches</c>; null where nobody is told.</param>
    public void Add(bool isStored, IReadOnlyList<ToldMatch> told, bool? onlyCertain)
    {
        foreach (var match in told)
        {
            var (count, right) = _grades[match.Grade];
            _grades[match.Grade] = (count + 1, right + (match.IsRight ? 1 : 0));
        }
        _only += onlyCertain is null ? 0 : 1;
        _onlyRight += onlyCertain is true ? 1 : 0;
        if (isStored)
        {
            _stored++;
            _first += told.Count > 0 && told[0].IsRight ? 1 : 0;
        }
        else
        {
            _strangers++;
            _strangersTold += told.Any(match => match.Grade is "certain" or "probable") ? 1 : 0;
        }
    }

    /// <summary>Precision: of what is told with a grade, how much is right. Recall: of who is stored, who is told with it or a
    /// better one.</summary>
    public void Report(Dictionary<string, double> figures)
    {
        var found = 0;
        foreach (var grade in Grades)
        {
            var (told, right) = _grades[grade];
            found += right;
            figures[$"{grade}Told"] = told;
            figures[$"{grade}Precision"] = told == 0 ? 1 : (double)right / told;
            figures[$"{grade}Recall"] = (double)found / _stored;
        }
        figures["firstIsRight"] = (double)_first / _stored;
        figures["onlyCertainPrecision"] = _only == 0 ? 1 : (double)_onlyRight / _only;
        figures["onlyCertainRecall"] = (double)_onlyRight / _stored;
        figures["strangersTakenForOthers"] = (double)_strangersTold / _strangers;
    }
}
