using System.Text;
using Phr.Fhir.Structure;

namespace Phr.Tests.Fhir;

public class LiteralReferenceTest
{
    [Theory]
    [InlineData("Patient/1", ReferenceForm.Relative, "Patient", "", "1", "")]
    [InlineData("Patient/1/_history/2", ReferenceForm.Relative, "Patient", "", "1", "2")]
    [InlineData("https://a.b/fhir/r4/Patient/1/_history/2", ReferenceForm.Absolute, "Patient", "https://a.b/fhir/r4/", "1", "2")]
    [InlineData("http://a/Patient/1", ReferenceForm.Absolute, "Patient", "http://a/", "1", "")]
    [InlineData("http://a/Dog/1", ReferenceForm.Absolute, null, "", "", "")]
    [InlineData("http://a", ReferenceForm.Absolute, null, "", "", "")]
    [InlineData("ftp://a/Patient/1", ReferenceForm.Absolute, null, "", "", "")]
    [InlineData("urn:uuid:c757873d-ec9a-4326-a141-556f43239520", ReferenceForm.Urn, null, "", "", "")]
    [InlineData("urn:oid:1.2.3", ReferenceForm.Urn, null, "", "", "")]
    [InlineData("#p1", ReferenceForm.Fragment, null, "", "p1", "")]
    [InlineData("#", ReferenceForm.Fragment, null, "", "", "")]
    [InlineData("Patient?identifier=http://a|1", ReferenceForm.Conditional, "Patient", "", "identifier=http://a|1", "")]
    [InlineData("Patient", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Patient/", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Patient?", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Dog/1", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("/Patient/1", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Patient/1/_history/", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Patient/1/2", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("Patient/1 ", ReferenceForm.Malformed, null, "", "", "")]
    [InlineData("", ReferenceForm.Malformed, null, "", "", "")]
    public void The_form_tells_what_is_named(string text, ReferenceForm form, string? type, string serverBase, string id, string version)
    {
        var reference = LiteralReference.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal((form, type, serverBase, id, version), (reference.Form, reference.Type?.Name,
            Encoding.UTF8.GetString(reference.Base), Encoding.UTF8.GetString(reference.Id), Encoding.UTF8.GetString(reference.Version)));
    }
}
