namespace Phr.Simulator.Codes;

/// <summary>Something that a doctor writes down as a diagnosis.</summary>
public enum Disease
{
    Hypertension,
    Dyslipidaemia,
    Type2Diabetes,
    ChronicKidneyDisease,
    MyocardialInfarction,
    OldMyocardialInfarction,
    CerebralInfarction,
    CerebralHaemorrhage,
    StrokeSequelae,
    AtrialFibrillation,
    HeartFailure,
    EndStageKidneyDisease,
    Depression,
    Insomnia,
    Anxiety,
    GestationalDiabetes,
    Preeclampsia,
    Pregnancy,
    Obesity,
    FattyLiver,
    Hyperuricaemia,
    ImpairedGlucoseTolerance,
    AnginaSuspected,
    CommonCold,
    LowBackPain,
    Gastritis,
    AllergicRhinitis,
    Dermatitis,
    KneeArthrosis,
    Cataract,
    Pneumonia,
    Influenza,
    LungCancer,
    StomachCancer,
    ColonCancer,
    BreastCancer,
    ProstateCancer,
    Lymphoma,
    PancreaticCancer,
    EndometrialCancer,
}

/// <summary>A diagnosis with its ICD-10 (2013) code as Japanese records write it.</summary>
public sealed record DiseaseCode(Disease Disease, string Icd10, string NameJa, string NameEn, Department Department);

/// <summary>The diagnoses of all sites.</summary>
public static class Diseases
{
    public static IReadOnlyList<DiseaseCode> All { get; } =
    [
        new(Disease.Hypertension, "I10", "高血圧症", "Hypertension", Department.InternalMedicine),
        new(Disease.Dyslipidaemia, "E78.5", "脂質異常症", "Dyslipidaemia", Department.InternalMedicine),
        new(Disease.Type2Diabetes, "E11.9", "2型糖尿病", "Type 2 diabetes mellitus", Department.InternalMedicine),
        new(Disease.ChronicKidneyDisease, "N18.9", "慢性腎臓病", "Chronic kidney disease", Department.Nephrology),
        new(Disease.MyocardialInfarction, "I21.9", "急性心筋梗塞", "Acute myocardial infarction", Department.Cardiology),
        new(Disease.OldMyocardialInfarction, "I25.2", "陳旧性心筋梗塞", "Old myocardial infarction", Department.Cardiology),
        new(Disease.CerebralInfarction, "I63.9", "脳梗塞", "Cerebral infarction", Department.Neurology),
        new(Disease.CerebralHaemorrhage, "I61.9", "脳出血", "Intracerebral haemorrhage", Department.Neurology),
        new(Disease.StrokeSequelae, "I69.3", "脳梗塞後遺症", "Sequelae of cerebral infarction", Department.Neurology),
        new(Disease.AtrialFibrillation, "I48.9", "心房細動", "Atrial fibrillation", Department.Cardiology),
        new(Disease.HeartFailure, "I50.9", "心不全", "Heart failure", Department.Cardiology),
        new(Disease.EndStageKidneyDisease, "N18.5", "末期腎不全", "End-stage kidney disease", Department.Nephrology),
        new(Disease.Depression, "F32.9", "うつ病", "Depressive episode", Department.Psychiatry),
        new(Disease.Insomnia, "G47.0", "不眠症", "Insomnia", Department.Psychiatry),
        new(Disease.Anxiety, "F41.9", "不安障害", "Anxiety disorder", Department.Psychiatry),
        new(Disease.GestationalDiabetes, "O24.4", "妊娠糖尿病", "Gestational diabetes", Department.Obstetrics),
        new(Disease.Preeclampsia, "O14.9", "妊娠高血圧腎症", "Pre-eclampsia", Department.Obstetrics),
        new(Disease.Pregnancy, "Z34.9", "妊娠", "Pregnancy", Department.Obstetrics),
        new(Disease.Obesity, "E66.9", "肥満症", "Obesity", Department.InternalMedicine),
        new(Disease.FattyLiver, "K76.0", "脂肪肝", "Fatty liver", Department.Gastroenterology),
        new(Disease.Hyperuricaemia, "E79.0", "高尿酸血症", "Hyperuricaemia", Department.InternalMedicine),
        new(Disease.ImpairedGlucoseTolerance, "R73.0", "耐糖能異常", "Impaired glucose tolerance", Department.InternalMedicine),
        new(Disease.AnginaSuspected, "I20.9", "狭心症", "Angina pectoris", Department.Cardiology),
        new(Disease.CommonCold, "J06.9", "急性上気道炎", "Acute upper respiratory infection", Department.InternalMedicine),
        new(Disease.LowBackPain, "M54.5", "腰痛症", "Low back pain", Department.Orthopaedics),
        new(Disease.Gastritis, "K29.7", "胃炎", "Gastritis", Department.Gastroenterology),
        new(Disease.AllergicRhinitis, "J30.1", "花粉症", "Pollinosis", Department.InternalMedicine),
        new(Disease.Dermatitis, "L30.9", "湿疹", "Dermatitis", Department.Dermatology),
        new(Disease.KneeArthrosis, "M17.9", "変形性膝関節症", "Gonarthrosis", Department.Orthopaedics),
        new(Disease.Cataract, "H26.9", "白内障", "Cataract", Department.InternalMedicine),
        new(Disease.Pneumonia, "J18.9", "肺炎", "Pneumonia", Department.RespiratoryMedicine),
        new(Disease.Influenza, "J11.1", "インフルエンザ", "Influenza", Department.InternalMedicine),
        new(Disease.LungCancer, "C34.9", "肺癌", "Lung cancer", Department.RespiratoryMedicine),
        new(Disease.StomachCancer, "C16.9", "胃癌", "Stomach cancer", Department.Gastroenterology),
        new(Disease.ColonCancer, "C18.9", "結腸癌", "Colon cancer", Department.Gastroenterology),
        new(Disease.BreastCancer, "C50.9", "乳癌", "Breast cancer", Department.InternalMedicine),
        new(Disease.ProstateCancer, "C61", "前立腺癌", "Prostate cancer", Department.InternalMedicine),
        new(Disease.Lymphoma, "C85.9", "悪性リンパ腫", "Lymphoma", Department.InternalMedicine),
        new(Disease.PancreaticCancer, "C25.9", "膵癌", "Pancreatic cancer", Department.Gastroenterology),
        new(Disease.EndometrialCancer, "C54.9", "子宮体癌", "Endometrial cancer", Department.Obstetrics),
    ];

    /// <summary>Minor illnesses, which bring people to a doctor and change no outcome.</summary>
    public static IReadOnlyList<Disease> Minor { get; } =
    [
        Disease.CommonCold, Disease.LowBackPain, Disease.Gastritis, Disease.AllergicRhinitis, Disease.Dermatitis, Disease.KneeArthrosis,
        Disease.Cataract, Disease.Influenza, Disease.Anxiety,
    ];

    public static DiseaseCode Of(Disease disease) => All[(int)disease];

    /// <summary>The diagnosis with this ICD-10 code.</summary>
    public static Disease ByIcd10(string icd10) => All.First(code => code.Icd10 == icd10).Disease;
}
