using System.Text.Json.Nodes;

namespace Phr.Tests.Mobile;

/// <summary>What the record behind mobile-api holds of one person: two hospitals and a phone.</summary>
internal static class Household
{
    private const int Items = 120;

    private static readonly (string Type, string Ja, string En, string? DetailJa, string? DetailEn, string Source)[] Kinds =
    [
        ("Observation", "血圧", "Blood pressure", "136 / 84 mmHg", "136 / 84 mmHg", "phone/own-1"),
        ("Observation", "歩数", "Steps", "8,412 歩", "8,412 steps", "phone/own-1"),
        ("Observation", "HbA1c", "HbA1c", "6.1 %", "6.1 %", "hospital-a"),
        ("MedicationRequest", "アムロジピン錠 5mg", "Amlodipine 5 mg tablet", "1日1回 朝食後", "once a day, after breakfast", "hospital-a"),
        ("Encounter", "循環器内科 外来", "Cardiology, outpatient", null, null, "hospital-b"),
        ("Condition", "本態性高血圧症", "Essential hypertension", "治療中", "active", "hospital-a"),
        ("Observation", "体重", "Body weight", "68.4 kg", "68.4 kg", "phone/own-1"),
        ("DiagnosticReport", "血液検査報告", "Blood test report", "12 項目", "12 results", "hospital-b"),
    ];

    public static object Sources(bool linkedB) => new
    {
        sources = new object[]
        {
            new { source = "phone/own-1", name = Both("スマートフォン", "Phone"), patient = "own-1", resources = 1204,
                linked = true, consent = (string?)null, own = true },
            new { source = "hospital-a", name = Both("みなと病院", "Minato Hospital"), patient = "pa", resources = 812,
                linked = true, consent = (string?)"Consent/link-a", own = false },
            new { source = "hospital-b", name = Both("さくら病院", "Sakura Hospital"), patient = "pb", resources = 96,
                linked = linkedB, consent = linkedB ? "Consent/link-b" : null, own = false },
        },
    };

    public static object Matches(bool linkedB) => new
    {
        matches = linkedB
            ? []
            : new object[] { new { patient = "pb", source = "hospital-b", name = Both("さくら病院", "Sakura Hospital"),
                birthDate = "1963-05-04", insured = "•••• 1:01" } },
    };

    public static object Timeline(string? type, string? source, int count, string? cursor, bool linkedB, int position)
    {
        var from = cursor is null ? 0 : int.Parse(cursor);
        var all = Enumerable.Range(0, Items).Select(Item)
            .Where(item => type is null || item["type"]!.GetValue<string>() == type)
            .Where(item => source is null || item["source"]!.GetValue<string>() == source)
            .Where(item => linkedB || item["source"]!.GetValue<string>() != "hospital-b").ToList();
        var next = from + count < all.Count ? $"{from + count}" : null;
        return new { items = all.Skip(from).Take(count), next, position };
    }

    public static object Changes(long after, int position) => new
    {
        reset = false, items = position > after ? [Item(0)] : Array.Empty<JsonObject>(), removed = Array.Empty<object>(), position,
    };

    /// <summary>Outcomes whose model-use Consent permits them.</summary>
    public static IReadOnlyCollection<string> On(IEnumerable<JsonObject> consents) =>
    [
        .. from consent in consents
           where consent["status"]!.GetValue<string>() == "active" && consent["provision"]?["code"] is not null
           from concept in consent["provision"]!["code"]!.AsArray()
           select concept!["coding"]![0]!["code"]!.GetValue<string>(),
    ];

    public static object Risks(IReadOnlyCollection<string> on, int position, double shift) => new
    {
        position, silent = false, assessedAt = "2026-11-20T09:00:00+09:00", explainedPosition = (int?)position,
        nextVisit = on.Count == 0 ? null : NextVisit(),
        notAnswered = Unanswered(on), model = new { name = "phr-mamba", version = "1", digest = "sha256:1f0c" },
        risks = AllRisks(on, shift),
    };

    /// <summary>The first outcome by another model than the others; none answers worsening heart failure.</summary>
    public static object RisksOfTwo(IReadOnlyCollection<string> on, int position) => new
    {
        position, silent = false, assessedAt = "2026-11-20T09:00:00+09:00", explainedPosition = (int?)position, model = (object?)null,
        notAnswered = new[]
        {
            new { outcome = "heart-failure-decompensation", title = Both("心不全の悪化", "Worsening heart failure"), reason = "no-model" },
        },
        risks = AllRisks(on, 0).Select((risk, i) =>
        {
            risk["model"] = new JsonObject
            {
                ["name"] = i == 0 ? "own" : "phr-mamba", ["version"] = "1", ["digest"] = i == 0 ? "sha256:0a" : "sha256:1f0c",
            };
            return risk;
        }).ToList(),
    };

    private static IEnumerable<JsonObject> AllRisks(IReadOnlyCollection<string> on, double shift)
    {
        JsonObject[] risks =
        [
            Risk("type-2-diabetes", "2型糖尿病", "Type 2 diabetes", "2型糖尿病と診断される", "be diagnosed with type 2 diabetes", 0.124 + shift, 0.098),
            Risk("cardiovascular-event", "心筋梗塞・脳卒中など", "Heart attack or stroke", "心筋梗塞や脳卒中などを起こす",
                "have a heart attack or stroke", 0.071 + shift, 0.077),
            Risk("kidney-decline", "腎臓の働きの低下", "Kidney decline", "腎臓の働きが大きく下がる", "lose much of their kidney function",
                0.004 + (shift / 10), 0.003),
        ];
        return risks.Where(risk => on.Contains(risk["outcome"]!.GetValue<string>()));
    }

    private static object NextVisit() => new
    {
        within = new[] { new { days = 30, probability = 0.41 }, new { days = 90, probability = 0.77 } },
        kinds = new[] { new { kind = "visit/ambulatory", title = Both("外来受診", "Outpatient visit"), share = 0.86 } },
        text = Both("同じような記録の100人のうち、次の受診が30日以内にあるのは41人と見込まれます。",
            "Of 100 people with a record like yours, 41 have their next visit within 30 days."),
    };

    private static object[] Unanswered(IEnumerable<string> on) => on.Contains("heart-failure-decompensation")
        ? [new { outcome = "heart-failure-decompensation", title = Both("心不全の悪化", "Worsening heart failure"), reason = "not-applicable" }]
        : [];

    public static object Accesses(long? before) => before is null
        ? new
        {
            accesses = new[]
            {
                Access(3, "denied", "ひかり医院のシステムが、診療のために、あなたの病名に触れようとして、断られました。",
                    "The system of Hikari Clinic tried to reach your diagnoses for your care and was refused."),
                Access(2, "hidden", "さくら病院のシステムが、診療のために、あなたの病名を探しましたが、2 件は見せませんでした。",
                    "The system of Sakura Hospital searched your diagnoses for your care; 2 entries were left out."),
            },
            next = (long?)2,
        }
        : new { accesses = new[] { Access(1, "permitted", "みなと病院のシステムが、あなたの記録を見ました。",
            "The system of Minato Hospital saw your record.") }, next = (long?)null };

    public static object? Entry(string type, string id) => id switch
    {
        "hba1c" => Resource(type, id, "HbA1c (NGSP)", "HbA1c", "2026-11-02", 6.1, "%"),
        "glucose" => Resource(type, id, "空腹時血糖", "Fasting glucose", "2026-11-02", 118, "mg/dL"),
        "weight" => Resource(type, id, "体重", "Body weight", "2026-11-20", 68.4, "kg"),
        "script" => Resource(type, id, "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", "2026-11-20", 1, "<b>"),
        _ when id.StartsWith('i') => Resource(type, id, "記録", "Entry", "2026-11-20", 1, ""),
        _ => null,
    };

    private static object Resource(string type, string id, string ja, string en, string date, double value, string unit) => new
    {
        resourceType = type, id, status = "final", effectiveDateTime = date, valueQuantity = new { value, unit },
        code = new { coding = new[] { new { system = "http://loinc.org", code = "4548-4", display = en } }, text = ja },
    };

    private static JsonObject Item(int index)
    {
        var kind = Kinds[index % Kinds.Length];
        var date = new DateTime(2026, 11, 20, 7, 10, 0, DateTimeKind.Unspecified).AddDays(-index / 3);
        return new JsonObject
        {
            ["position"] = 4820 - index, ["type"] = kind.Type, ["id"] = $"i{index}", ["version"] = 1,
            ["date"] = date.ToString("yyyy-MM-dd'T'HH:mm:ss+09:00"),
            ["source"] = kind.Source, ["title"] = Words(kind.Ja, kind.En),
            ["detail"] = kind.DetailJa is null ? null : Words(kind.DetailJa, kind.DetailEn!),
            ["group"] = null,
        };
    }

    private static JsonObject Risk(string outcome, string ja, string en, string becomesJa, string becomesEn,
        double probability, double aYearAgo)
    {
        var of = probability < 0.01 ? 1000 : 100;
        var people = Math.Round(probability * of);
        return new JsonObject
        {
            ["outcome"] = outcome, ["title"] = Words(ja, en), ["horizonYears"] = 5, ["probability"] = probability, ["aYearAgo"] = aYearAgo,
            ["peers"] = probability * 0.7, ["assessment"] = "RiskAssessment/r1",
            ["horizons"] = new JsonArray([.. new[] { 1, 3, 5, 10 }.Select(years => new JsonObject
            {
                ["years"] = years, ["probability"] = 1 - Math.Pow(1 - probability, years / 5.0),
            })]),
            ["weak"] = false, ["note"] = Words("これは診断ではなく、見積もりです。", "This is an estimate, not a diagnosis."),
            ["icons"] = new JsonObject { ["affected"] = people, ["of"] = of },
            ["text"] = Words(
                $"同じような{of}人のうち{people}人が、今後5年に{becomesJa}と見込まれます。{of - people}人には起こりません。",
                $"Of {of} people like you, {people} are expected to {becomesEn} within 5 years; {of - people} are not."),
            ["drivers"] = new JsonArray(
                Driver("glucose-metabolism", "血糖", "Blood glucose", 0.037, true, "hba1c", "glucose"),
                Driver("weight", "体重", "Weight", 0.018, true, "weight"),
                Driver("activity", "活動・睡眠", "Activity and sleep", -0.022, true, "i1"),
                Driver("kidney", "腎臓の働き", "Kidney function", 0.002, false),
                Unsure(Driver("blood-pressure", "血圧", "Blood pressure", -0.003, true, "i2"))),
            ["interval"] = new JsonObject { ["low"] = probability < 0.01 ? 0.0004 : probability * 0.5, ["high"] = probability * 1.8 },
            ["whatIfs"] = probability < 0.01 ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["change"] = "systolic-pressure", ["probability"] = probability * 0.6, ["low"] = probability * 0.4, ["high"] = probability * 0.9,
                ["text"] = Words("収縮期血圧を10 mmHg下げると、少なくなると見込まれます。臨床試験での平均の効果です。",
                    "With a systolic blood pressure lower by 10 mmHg, fewer would be expected. That is the mean effect in clinical trials."),
                ["source"] = "Ettehad et al. 2016, Lancet 387:957, doi:10.1016/S0140-6736(15)01225-8 (123 trials)",
            }),
        };
    }

    private static JsonObject Unsure(JsonObject driver)
    {
        driver["isDirectionTold"] = false;
        return driver;
    }

    private static JsonObject Driver(string group, string ja, string en, double contribution, bool changeable,
        params string[] evidence) => new()
    {
        ["group"] = group, ["title"] = Words(ja, en), ["contribution"] = contribution, ["changeable"] = changeable,
        ["evidence"] = new JsonArray([.. evidence.Select(id => JsonValue.Create($"Observation/{id}"))]),
    };

    private static object Access(long number, string outcome, string ja, string en) => new
    {
        number, time = new DateTimeOffset(2026, 11, 20, 3, 12, 0, TimeSpan.Zero), actor = "x",
        organisation = "hospital-b", role = "hospital", client = "x",
        purpose = "TREAT", interaction = "search", type = "Condition", outcome, count = 2, decision = $"d-{number}",
        sentence = Both(ja, en),
    };

    private static object Both(string ja, string en) => new { ja, en };

    private static JsonObject Words(string ja, string en) => new() { ["ja"] = ja, ["en"] = en };
}
