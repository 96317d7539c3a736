using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class CodeHierarchyTest
{
    [Theory]
    [InlineData(EventType.Diagnosis, "ICD10:J45.9", "dx/icd10:J459 dx/icd10:J45 dx/icd10:J40-J47 dx/?", "other")]
    [InlineData(EventType.Diagnosis, "ICD10:E11", "dx/icd10:E11 dx/icd10:E10-E14 dx/?", "glucose-metabolism")]
    [InlineData(EventType.Diagnosis, "SNOMED:38341003", "dx/icd10:I10 dx/icd10:I10-I15 dx/?", "blood-pressure")]
    [InlineData(EventType.Diagnosis, "SNOMED:1", "dx/snomed:1 dx/?", "other")]
    [InlineData(EventType.Diagnosis, "ICD10:X", "dx/?", "other")]
    [InlineData(EventType.Medication, "YJ:2171022F1029", "rx/yj:2171022 rx/yj:2171 rx/yj:217 rx/?", "treatment")]
    [InlineData(EventType.Medication, "YJ:1179", "rx/yj:1179 rx/yj:117 rx/?", "mental-health")]
    [InlineData(EventType.Medication, "RxNorm:197361", "rx/yj:2171022 rx/yj:2171 rx/yj:217 rx/?", "treatment")]
    [InlineData(EventType.Lab, "JLAC10:3D046000001906202", "lab/hba1c lab/?", "glucose-metabolism")]
    [InlineData(EventType.Lab, "JLAC10:3C015000002327101", "lab/creatinine lab/?", "kidney")]
    [InlineData(EventType.Lab, "JLAC10:3C015000000127101", "lab/jlac10:3C015 lab/jlac10:3C0 lab/?", "other")]
    [InlineData(EventType.Lab, "LOINC:4548-4", "lab/hba1c lab/?", "glucose-metabolism")]
    public void A_code_falls_back_along_its_hierarchy(EventType type, string code, string keys, string group)
    {
        var path = CodeHierarchy.Path(type, [ConceptCatalogue.Parse(code)]);

        Assert.Equal(keys, string.Join(' ', path.Keys));
        Assert.Equal(group, path.Group);
    }

    [Fact]
    public void Of_several_codings_the_catalogued_one_wins_then_the_one_with_a_hierarchy()
    {
        var local = new SourceCode(CodeSystem.Other, "A-17");

        Assert.Equal("lab/hba1c",
            CodeHierarchy.Path(EventType.Lab, [local, ConceptCatalogue.Parse("LOINC:4548-4")]).Keys[0]);
        Assert.Equal("dx/icd10:I10",
            CodeHierarchy.Path(EventType.Diagnosis,
            [local, ConceptCatalogue.Parse("SNOMED:1"), ConceptCatalogue.Parse("ICD10:I10")]).Keys[0]);
    }

    [Fact]
    public void Every_catalogued_group_and_every_equivalent_exists()
    {
        Assert.All(ConceptCatalogue.All, concept => Assert.True(ClinicalGroup.Exists(concept.Group), concept.Key));
        foreach (var first in "ABCDEFGHIJKLMNOPQRSTUVZ")
        {
            for (var category = 0; category < 100; category++)
            {
                var path = CodeHierarchy.Path(EventType.Diagnosis,
                    [new SourceCode(CodeSystem.Icd10, $"{first}{category:00}")]);
                Assert.True(ClinicalGroup.Exists(path.Group));
            }
        }
    }
}
