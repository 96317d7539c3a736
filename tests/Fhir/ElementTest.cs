using System.Text;
using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Tests.Fhir;

public class ElementTest
{
    private static readonly FhirDocument Patient = FhirDocument.Parse(Samples.Utf8(Samples.Patient)).Document!;
    private static readonly FhirDocument Observation = FhirDocument.Parse(Samples.Utf8(Samples.Observation)).Document!;

    [Fact]
    public void The_root_is_named_and_typed_by_its_resource_type()
    {
        Assert.Equal(("Patient", R4.Type("Patient"), 0), (Patient.Root.Name, Patient.Root.Type, Patient.Root.NameId));
        Assert.False(Patient.Root.Parent.Exists);
    }

    [Fact]
    public void Resource_type_is_no_child() =>
        Assert.Equal(
            "id meta text contained extension identifier name name gender birthDate deceased managingOrganization "
            + "generalPractitioner",
            string.Join(' ', Patient.Root.Children().ToList().Select(child => child.Name)));

    [Fact]
    public void A_choice_is_found_by_the_name_without_its_type()
    {
        var value = Observation.Root.Child("value");

        Assert.Equal(("value", "Quantity", "valueQuantity"), (value.Name, value.Type!.Name, value.Property!.JsonName));
        Assert.False(Observation.Root.Child("valueQuantity").Exists);
    }

    [Fact]
    public void Numbers_keep_their_digits()
    {
        Assert.Equal("6.50", Observation.Root.Child("value").Child("value").Text);
        var high = Observation.Root.Child("referenceRange").Child("high").Child("value");
        Assert.Equal(("6.2e0", 6.2m), (high.Text, high.Decimal));
    }

    [Fact]
    public void Strings_are_read_without_their_escapes() =>
        Assert.Equal("Aoki\tHanako 花子 🌸", Patient.Root.Children("name").ToList()[1].Child("text").Text);

    [Fact]
    public void A_primitive_has_the_content_of_its_sibling()
    {
        var birthDate = Patient.Root.Child("birthDate");

        Assert.Equal(("1970-03-30", "date"), (birthDate.Text, birthDate.Type!.Name));
        Assert.Equal("1970-03-30T06:15:00+09:00", birthDate.Child("extension").Child("value").Text);
        Assert.Equal(birthDate, birthDate.Child("extension").Parent);
    }

    [Fact]
    public void Values_and_siblings_of_an_array_are_aligned_by_null()
    {
        var given = Patient.Root.Child("name").Children("given").ToList();

        Assert.Equal(["花子", null, "F."], given.Select(name => name.Text));
        Assert.Equal([0, 1, 1], given.Select(name => name.Children("extension").Count()));
        Assert.Equal("g3", given[2].Child("id").Text);
        Assert.False(given[1].HasValue);
    }

    [Fact]
    public void Nulls_of_both_sides_leave_no_element_behind()
    {
        using var document = FhirDocument.Parse(Samples.Utf8(
            """{"resourceType":"Patient","name":[{"_given":[{"extension":[{"url":"u","valueCode":"a"}]}],"family":"x"}]}""")).Document!;

        var given = Assert.Single(document.Root.Child("name").Children("given").ToList());
        Assert.Equal(("", JsonKind.Null), (Encoding.UTF8.GetString(given.RawJson), given.Kind));
        Assert.Equal("a", given.Child("extension").Child("value").Text);
    }

    [Fact]
    public void Every_element_says_where_it_is_and_is_found_there()
    {
        var paths = Patient.Root.WithDescendants().Select(element => element.Path()).ToList();

        Assert.Equal(paths.Count, paths.Distinct().Count());
        Assert.Contains("Patient.name[0].given[1].extension[0].value", paths);
        Assert.Contains("Patient.contained[0].name", paths);
        Assert.Contains("Patient.deceased", paths);
    }

    [Fact]
    public void The_resource_of_an_element_is_the_nearest_around_it()
    {
        var contained = Patient.Root.Child("contained");

        Assert.Equal(contained, contained.Child("name").Resource);
        Assert.Equal(Patient.Root, Patient.Root.Child("name").Child("family").Resource);
    }

    [Fact]
    public void Raw_json_is_the_bytes_that_were_sent()
    {
        Assert.Equal("""{"low":{"value":4.60,"unit":"%"},"high":{"value":6.2e0,"unit":"%"}}""",
            Encoding.UTF8.GetString(Observation.Root.Child("referenceRange").RawJson));
        Assert.Equal(Samples.Observation.Trim(), Encoding.UTF8.GetString(Observation.Root.RawJson));
    }

    [Fact]
    public void Enumeration_and_values_allocate_nothing()
    {
        long Count()
        {
            long bytes = 0;
            foreach (var child in Observation.Root.Children())
                foreach (var grandchild in child.Children())
                    bytes += grandchild.Utf8.Length + grandchild.RawJson.Length;
            return bytes;
        }
        Count();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Count();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Anything_can_be_read_leniently()
    {
        using var document = FhirDocument.ParseLenient(Samples.Utf8(
            """{"resourceType":"Patient","birthDate":{"odd":[1,[true,{"deep":"x"}]]},"name":{"family":"a"},"wheels":4}""")).Document!;

        Assert.Equal(["birthDate", "name", "wheels"], document.Root.Children().ToList().Select(child => child.Name));
        Assert.Equal("a", document.Root.Child("name").Child("family").Text);
        Assert.Equal("4", document.Root.Child("wheels").Text);
        Assert.Null(document.Root.Child("wheels").Type);
        Assert.Equal(2, document.Root.Child("birthDate").Children("odd").Count());
    }

    [Fact]
    public void A_fragment_is_read_with_the_type_it_is_given()
    {
        using var document = FhirDocument.ParseLenient(Samples.Utf8("""{"coding":[{"code":"a"}]}"""), R4.Type("CodeableConcept")).Document!;

        Assert.Equal("code", document.Root.Child("coding").Child("code").Type!.Name);
        Assert.Equal("CodeableConcept.coding[0].code", document.Root.Child("coding").Child("code").Path());
    }

    [Fact]
    public void A_document_that_was_disposed_is_not_read()
    {
        var document = FhirDocument.Parse(Samples.Utf8(Samples.Observation)).Document!;
        document.Dispose();
        document.Dispose();

        Assert.Throws<ObjectDisposedException>(() => document.Root);
    }
}
