namespace Phr.Simulator.Codes;

/// <summary>A quantity or question that a record holds.</summary>
public enum LabTest
{
    HbA1c,
    FastingGlucose,
    RandomGlucose,
    Ldl,
    Hdl,
    Triglycerides,
    TotalCholesterol,
    Creatinine,
    Egfr,
    UricAcid,
    UreaNitrogen,
    UrineAlbuminRatio,
    UrineProtein,
    UrineGlucose,
    Ast,
    Alt,
    GammaGt,
    Hemoglobin,
    WhiteCells,
    Platelets,
    Crp,
    Sodium,
    Potassium,
    Albumin,
    NtProBnp,
    Waist,
    SmokingAnswer,
    ExerciseAnswer,
    PressureDrugAnswer,
    GlucoseDrugAnswer,
    LipidDrugAnswer,
}

/// <summary>
/// A test with its JLAC10 codes (17 digits), one a laboratory method; where a site's method has none of its own, the
/// first holds. Sources: the JP-CLINS 1.5.2 core laboratory code system and the check-up items of the MHLW eCheckup
/// guide.
/// </summary>
public sealed record LabTestCode(LabTest Test, string NameJa, string NameEn, string Unit, string Ucum, int Decimals, params string[] Jlac10)
{
    public string Code(int methodVariant) => Jlac10[methodVariant < Jlac10.Length ? methodVariant : 0];
}

/// <summary>The tests of all sites.</summary>
public static class LabTests
{
    public static IReadOnlyList<LabTestCode> All { get; } =
    [
        new(
            LabTest.HbA1c, "HbA1c(NGSP)", "Hemoglobin A1c (NGSP)", "%", "%", 1, "3D046000001906202",
            "3D046000001927102", "3D046000001920402"),
        new(
            LabTest.FastingGlucose, "空腹時血糖", "Fasting glucose", "mg/dL", "mg/dL", 0, "3D010000002227101",
            "3D010000001927201", "3D010000001926101"),
        new(LabTest.RandomGlucose, "随時血糖", "Random glucose", "mg/dL", "mg/dL", 0, "3D010129902227101", "3D010129901927201"),
        new(
            LabTest.Ldl, "LDLコレステロール", "LDL cholesterol", "mg/dL", "mg/dL", 0, "3F077000002327101",
            "3F077000002391901", "3F077000002327201"),
        new(LabTest.Hdl, "HDLコレステロール", "HDL cholesterol", "mg/dL", "mg/dL", 0, "3F070000002327101", "3F070000002327201"),
        new(LabTest.Triglycerides, "中性脂肪", "Triglycerides", "mg/dL", "mg/dL", 0, "3F015000002327101", "3F015000002327201"),
        new(LabTest.TotalCholesterol, "総コレステロール", "Total cholesterol", "mg/dL", "mg/dL", 0, "3F050000002327101", "3F050000002327201"),
        new(LabTest.Creatinine, "クレアチニン", "Creatinine", "mg/dL", "mg/dL", 2, "3C015000002327101", "3C015000002329101"),
        new(LabTest.Egfr, "eGFR", "Estimated GFR", "mL/min/1.73m2", "mL/min/{1.73_m2}", 1, "8A065000002391901"),
        new(LabTest.UricAcid, "尿酸", "Uric acid", "mg/dL", "mg/dL", 1, "3C020000002327101", "3C020000002329101"),
        new(LabTest.UreaNitrogen, "尿素窒素", "Urea nitrogen", "mg/dL", "mg/dL", 1, "3C025000002327201", "3C025000002329101"),
        new(
            LabTest.UrineAlbuminRatio, "尿中アルブミン/クレアチニン比", "Urine albumin to creatinine ratio", "mg/gCr",
            "mg/g{creat}", 1, "3A015000000106151", "3A015000000106128"),
        new(LabTest.UrineProtein, "尿蛋白", "Urine protein", "", "", 0, "1A010000000191111", "1A010000000190111"),
        new(LabTest.UrineGlucose, "尿糖", "Urine glucose", "", "", 0, "1A020000000191111", "1A020000000190111"),
        new(LabTest.Ast, "AST(GOT)", "AST", "U/L", "U/L", 0, "3B035000002327201", "3B035000002329101"),
        new(LabTest.Alt, "ALT(GPT)", "ALT", "U/L", "U/L", 0, "3B045000002327201", "3B045000002329101"),
        new(LabTest.GammaGt, "γ-GT", "Gamma-GT", "U/L", "U/L", 0, "3B090000002327101", "3B090000002329101"),
        new(LabTest.Hemoglobin, "ヘモグロビン", "Hemoglobin", "g/dL", "g/dL", 1, "2A030000001930101", "2A030000001930901", "2A990000001930953"),
        new(LabTest.WhiteCells, "白血球数", "White blood cells", "10*2/uL", "10*2/uL", 0, "2A010000001930101", "2A990000001930952"),
        new(LabTest.Platelets, "血小板数", "Platelets", "10*4/uL", "10*4/uL", 1, "2A050000001930101", "2A050000001930901", "2A990000001930955"),
        new(LabTest.Crp, "CRP", "C-reactive protein", "mg/dL", "mg/dL", 2, "5C070000002306201", "5C070000002306301"),
        new(LabTest.Sodium, "ナトリウム", "Sodium", "mEq/L", "meq/L", 0, "3H010000002326101", "3H010000002327101"),
        new(LabTest.Potassium, "カリウム", "Potassium", "mEq/L", "meq/L", 1, "3H015000002326101", "3H015000002327201"),
        new(LabTest.Albumin, "アルブミン", "Albumin", "g/dL", "g/dL", 1, "3A015000002327101", "3A015000002329101"),
        new(LabTest.NtProBnp, "NT-proBNP", "NT-proBNP", "pg/mL", "pg/mL", 0, "4Z272000002305301", "4Z272000002305201"),
        new(LabTest.Waist, "腹囲(実測)", "Waist circumference", "cm", "cm", 1, "9N016160100000001"),
        new(LabTest.SmokingAnswer, "喫煙", "Smokes", "", "", 0, "9N736000000000011"),
        new(LabTest.ExerciseAnswer, "30分以上の運動習慣", "Exercises 30 minutes twice a week", "", "", 0, "9N746000000000011"),
        new(LabTest.PressureDrugAnswer, "服薬1(血圧)", "Takes drugs for blood pressure", "", "", 0, "9N701000000000011"),
        new(LabTest.GlucoseDrugAnswer, "服薬2(血糖)", "Takes drugs for glucose", "", "", 0, "9N706000000000011"),
        new(LabTest.LipidDrugAnswer, "服薬3(脂質)", "Takes drugs for lipids", "", "", 0, "9N711000000000011"),
    ];

    public static LabTestCode Of(LabTest test) => All[(int)test];
}

/// <summary>A vital sign or body measurement, with its LOINC code.</summary>
public sealed record VitalCode(Vital Vital, string Loinc, string NameJa, string NameEn, string Unit, string Ucum, int Decimals);

public enum Vital
{
    Height,
    Weight,
    Bmi,
    Systolic,
    Diastolic,
    Pulse,
    Temperature,
}

/// <summary>Vital signs by LOINC, as the R4 vital signs profiles ask.</summary>
public static class Vitals
{
    public const string PressurePanelLoinc = "85354-9";

    public static IReadOnlyList<VitalCode> All { get; } =
    [
        new(Vital.Height, "8302-2", "身長", "Body height", "cm", "cm", 1),
        new(Vital.Weight, "29463-7", "体重", "Body weight", "kg", "kg", 1),
        new(Vital.Bmi, "39156-5", "BMI", "Body mass index", "kg/m2", "kg/m2", 1),
        new(Vital.Systolic, "8480-6", "収縮期血圧", "Systolic blood pressure", "mmHg", "mm[Hg]", 0),
        new(Vital.Diastolic, "8462-4", "拡張期血圧", "Diastolic blood pressure", "mmHg", "mm[Hg]", 0),
        new(Vital.Pulse, "8867-4", "脈拍数", "Heart rate", "/min", "/min", 0),
        new(Vital.Temperature, "8310-5", "体温", "Body temperature", "℃", "Cel", 1),
    ];

    public static VitalCode Of(Vital vital) => All[(int)vital];
}
