using Phr.Simulator.Physiology;

namespace Phr.Simulator.Codes;

/// <summary>
/// A product with its YJ code (12 characters, the last a check digit), the class that it belongs to (none for drugs
/// without an effect here), the first year in which it is prescribed, tablets a day and the JAMI usage code.
/// </summary>
public sealed record Drug(string Yj, string NameJa, string NameEn, Treatments Class, int FromYear, int TabletsADay, string Usage)
{
    /// <summary>JAMI standard usage codes (16 digits): once after breakfast, twice, three times, at bedtime.</summary>
    public const string AfterBreakfast = "1011000400000000";
    public const string TwiceADay = "1012040400000000";
    public const string ThreeTimesADay = "1013044400000000";
    public const string AtBedtime = "1011100000000000";
}

/// <summary>Products by class; where a class has several, a site's habit and the year choose.</summary>
public static class Drugs
{
    public static IReadOnlyList<Drug> All { get; } =
    [
        new("2171022F2025", "ノルバスク錠5mg", "Amlodipine 5 mg", Treatments.CalciumBlocker, 1993, 1, Drug.AfterBreakfast),
        new("2171022F1282", "アムロジピン錠2.5mg「サワイ」", "Amlodipine 2.5 mg", Treatments.CalciumBlocker, 2008, 2, Drug.AfterBreakfast),
        new("2149040F3029", "ブロプレス錠8", "Candesartan 8 mg", Treatments.AngiotensinBlocker, 1999, 1, Drug.AfterBreakfast),
        new("2149040F3061", "カンデサルタン錠8mg「DSEP」", "Candesartan 8 mg", Treatments.AngiotensinBlocker, 2014, 1, Drug.AfterBreakfast),
        new("2149048F1022", "アジルバ錠20mg", "Azilsartan 20 mg", Treatments.AngiotensinBlocker, 2012, 1, Drug.AfterBreakfast),
        new("2132003F1257", "フルイトラン錠1mg", "Trichlormethiazide 1 mg", Treatments.Thiazide, 1960, 1, Drug.AfterBreakfast),
        new("2123016F1107", "メインテート錠5mg", "Bisoprolol 5 mg", Treatments.BetaBlocker, 1990, 1, Drug.AfterBreakfast),
        new("2149032F1021", "アーチスト錠10mg", "Carvedilol 10 mg", Treatments.BetaBlocker, 1993, 1, Drug.AfterBreakfast),
        new("2189017F1022", "クレストール錠2.5mg", "Rosuvastatin 2.5 mg", Treatments.Statin, 2005, 1, Drug.AfterBreakfast),
        new("2189015F2020", "リピトール錠10mg", "Atorvastatin 10 mg", Treatments.Statin, 2000, 1, Drug.AfterBreakfast),
        new("2189017F1154", "ロスバスタチン錠2.5mg「サワイ」", "Rosuvastatin 2.5 mg", Treatments.Statin, 2017, 1, Drug.AfterBreakfast),
        new("3962002F2027", "メトグルコ錠250mg", "Metformin 250 mg", Treatments.Metformin, 1990, 3, Drug.ThreeTimesADay),
        new("3969010F2030", "ジャヌビア錠50mg", "Sitagliptin 50 mg", Treatments.Dpp4Inhibitor, 2010, 1, Drug.AfterBreakfast),
        new("3969014F1024", "トラゼンタ錠5mg", "Linagliptin 5 mg", Treatments.Dpp4Inhibitor, 2011, 1, Drug.AfterBreakfast),
        new("3961008F1020", "アマリール1mg錠", "Glimepiride 1 mg", Treatments.Sulfonylurea, 2000, 1, Drug.AfterBreakfast),
        new("3969023F1023", "ジャディアンス錠10mg", "Empagliflozin 10 mg", Treatments.Sglt2Inhibitor, 2015, 1, Drug.AfterBreakfast),
        new("3969019F1027", "フォシーガ錠5mg", "Dapagliflozin 5 mg", Treatments.Sglt2Inhibitor, 2014, 1, Drug.AfterBreakfast),
        new("2492416G2024", "ランタス注ソロスター", "Insulin glargine", Treatments.Insulin, 2003, 1, Drug.AtBedtime),
        new("3399007H1021", "バイアスピリン錠100mg", "Aspirin 100 mg", Treatments.Aspirin, 1990, 1, Drug.AfterBreakfast),
        new("3332001F1024", "ワーファリン錠1mg", "Warfarin 1 mg", Treatments.Anticoagulant, 1978, 3, Drug.AfterBreakfast),
        new("3339004F2025", "エリキュース錠5mg", "Apixaban 5 mg", Treatments.Anticoagulant, 2013, 2, Drug.TwiceADay),
        new("3339002F2026", "リクシアナ錠30mg", "Edoxaban 30 mg", Treatments.Anticoagulant, 2014, 1, Drug.AfterBreakfast),
        new("2139005F1060", "フロセミド錠20mg「NP」", "Furosemide 20 mg", Treatments.LoopDiuretic, 1975, 1, Drug.AfterBreakfast),
        new(
            "2133001F1476", "スピロノラクトン錠25mg「トーワ」", "Spironolactone 25 mg", Treatments.MineralocorticoidBlocker, 1990,
            1, Drug.AfterBreakfast),
        new("1179046F1028", "ジェイゾロフト錠25mg", "Sertraline 25 mg", Treatments.Antidepressant, 2006, 2, Drug.AtBedtime),
        new("1179054F1022", "レクサプロ錠10mg", "Escitalopram 10 mg", Treatments.Antidepressant, 2011, 1, Drug.AtBedtime),
        new("1179002F1122", "アミトリプチリン塩酸塩錠10mg「サワイ」", "Amitriptyline 10 mg", Treatments.Antidepressant, 1975, 3, Drug.AtBedtime),
        new("1129009F1025", "マイスリー錠5mg", "Zolpidem 5 mg", Treatments.Hypnotic, 2000, 1, Drug.AtBedtime),
        new("2190041F1027", "エンレスト錠50mg", "Sacubitril valsartan 50 mg", Treatments.AngiotensinNeprilysin, 2020, 2, Drug.TwiceADay),
    ];

    /// <summary>Drugs for a few days, without an effect on any outcome.</summary>
    public static IReadOnlyList<Drug> ForMinorIllness { get; } =
    [
        new("1149019F1560", "ロキソニン錠60mg", "Loxoprofen 60 mg", Treatments.None, 1986, 3, Drug.ThreeTimesADay),
        new("1141007F1063", "カロナール錠200", "Acetaminophen 200 mg", Treatments.None, 1990, 6, Drug.ThreeTimesADay),
        new("4490023F1024", "アレグラ錠60mg", "Fexofenadine 60 mg", Treatments.None, 2000, 2, Drug.TwiceADay),
    ];

    /// <summary>The product of a class that a site prescribes in a year; null when none was on the market.</summary>
    public static Drug? Of(Treatments treatment, int year, int siteHabit)
    {
        Drug? found = null;
        var skip = siteHabit % 2;
        foreach (var drug in All)
        {
            if (drug.Class == treatment && drug.FromYear <= year && (found is null || skip == 0))
            {
                found = drug;
            }
        }

        return found;
    }
}
