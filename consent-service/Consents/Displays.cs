using System.Collections.Frozen;

namespace Phr.Consent.Consents;

/// <summary>
/// Names of codes for people. A code that is not here is shown as it is: the text that a Consent carries beside a code is not
/// computable, so a sentence must not rest on it.
/// </summary>
internal static class Displays
{
    private static readonly FrozenDictionary<string, Wording> Purposes = new Dictionary<string, Wording>
    {
        ["TREAT"] = new("診療", "your care"),
        ["ETREAT"] = new("救急の診療", "emergency care"),
        ["BTG"] = new("緊急時の閲覧", "emergency access"),
        ["HSYSADMIN"] = new("仕組みの運用", "running the platform"),
        ["HPAYMT"] = new("医療費の支払い", "payment"),
        ["HOPERAT"] = new("病院の運営", "running the hospital"),
        ["HRESCH"] = new("研究", "research"),
        ["PUBHLTH"] = new("公衆衛生", "public health"),
        ["PATRQT"] = new("本人の求め", "your own request"),
        ["FAMRQT"] = new("家族の求め", "your family's request"),
        ["RISK"] = new("リスクの計算", "computing your risk"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Wording> Types = new Dictionary<string, Wording>
    {
        ["AllergyIntolerance"] = new("アレルギー", "allergies"),
        ["Appointment"] = new("予約", "appointments"),
        ["CarePlan"] = new("診療計画", "care plans"),
        ["Claim"] = new("診療報酬の請求", "claims"),
        ["Communication"] = new("連絡", "messages"),
        ["Condition"] = new("病名", "diagnoses"),
        ["Composition"] = new("診療文書", "clinical documents"),
        ["Consent"] = new("同意の記録", "consents"),
        ["Coverage"] = new("保険", "insurance"),
        ["Device"] = new("機器", "devices"),
        ["DiagnosticReport"] = new("検査報告", "test reports"),
        ["DocumentReference"] = new("文書", "documents"),
        ["Encounter"] = new("受診", "visits"),
        ["FamilyMemberHistory"] = new("家族歴", "family history"),
        ["Goal"] = new("目標", "goals"),
        ["ImagingStudy"] = new("画像検査", "images"),
        ["Immunization"] = new("予防接種", "vaccinations"),
        ["MedicationAdministration"] = new("与薬", "medicines given"),
        ["MedicationDispense"] = new("調剤", "medicines dispensed"),
        ["MedicationRequest"] = new("処方", "prescriptions"),
        ["MedicationStatement"] = new("服薬", "medicines taken"),
        ["Observation"] = new("検査・測定", "test results and measurements"),
        ["Patient"] = new("氏名などの基本情報", "name and other details"),
        ["Procedure"] = new("処置・手術", "procedures"),
        ["QuestionnaireResponse"] = new("問診の回答", "answers to questionnaires"),
        ["RiskAssessment"] = new("リスク評価", "risk assessments"),
        ["ServiceRequest"] = new("依頼", "orders"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Coded, Wording> Labels = new Dictionary<Coded, Wording>
    {
        [new(ConsentCodes.Confidentiality, "N")] = new("通常の扱いの記録", "entries of normal confidentiality"),
        [new(ConsentCodes.Confidentiality, "R")] = new("取扱注意の記録", "restricted entries"),
        [new(ConsentCodes.Confidentiality, "V")] = new("特に取扱注意の記録", "very restricted entries"),
        [new(ConsentCodes.ActCode, "ETH")] = new("薬物・アルコールの記録", "entries on substance use"),
        [new(ConsentCodes.ActCode, "ETHUD")] = new("アルコールの記録", "entries on alcohol use"),
        [new(ConsentCodes.ActCode, "OPIOIDUD")] = new("オピオイドの記録", "entries on opioid use"),
        [new(ConsentCodes.ActCode, "PSY")] = new("こころの健康の記録", "entries on mental health"),
        [new(ConsentCodes.ActCode, "MH")] = new("こころの健康の記録", "entries on mental health"),
        [new(ConsentCodes.ActCode, "SEX")] = new("性に関する記録", "entries on sexuality"),
        [new(ConsentCodes.ActCode, "SDV")] = new("性暴力・家庭内暴力の記録", "entries on abuse or violence"),
        [new(ConsentCodes.ActCode, "HIV")] = new("HIV の記録", "entries on HIV"),
        [new(ConsentCodes.ActCode, "GDIS")] = new("遺伝性疾患の記録", "entries on genetic disease"),
        [new(ConsentCodes.ActCode, "STD")] = new("性感染症の記録", "entries on sexually transmitted disease"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Wording> Outcomes = new Dictionary<string, Wording>
    {
        ["type-2-diabetes"] = new("2 型糖尿病", "type 2 diabetes"),
        ["cardiovascular-event"] = new("心筋梗塞・脳卒中などの心血管疾患", "heart attack, stroke and other cardiovascular events"),
        ["kidney-decline"] = new("腎機能の低下", "kidney decline"),
        ["heart-failure-decompensation"] = new("心不全の悪化", "worsening of heart failure"),
        ["death"] = new("死亡", "death"),
        ["stroke"] = new("脳卒中", "stroke"),
        ["atrial-fibrillation"] = new("心房細動", "atrial fibrillation"),
        ["hypertension"] = new("高血圧", "high blood pressure"),
        ["fluid-disorder"] = new("体液・電解質の異常", "disorders of fluids and salts"),
        ["lipid-disorder"] = new("脂質異常症", "lipid disorders"),
        ["long-stay"] = new("7 日を超える入院", "a hospital stay of more than 7 days"),
        ["readmission"] = new("再入院", "readmission"),
        ["death-after-discharge"] = new("退院後の死亡", "death after leaving hospital"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Wording Purpose(string code) => Purposes.GetValueOrDefault(code, Same(code));

    public static Wording Type(string name) => Types.GetValueOrDefault(name, Same(name));

    public static Wording Label(Coded label) => Labels.GetValueOrDefault(label, Same($"{label.System}|{label.Code}"));

    public static Wording Code(Coded code) => new($"コード {code.System}|{code.Code}", $"code {code.System}|{code.Code}");

    public static Wording Outcome(string code) => Outcomes.GetValueOrDefault(code, Same(code));

    public static Wording Same(string text) => new(text, text);
}
