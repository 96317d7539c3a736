using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Tests.FhirPath;

public sealed class FhirModelTest
{
    private static readonly FhirPathEnvironment Strict = FhirPathEnvironment.Default with { IsStrict = true };

    [Theory]
    [InlineData("name.given", "[\"太郎\",\"Taro\",\"Taro\"]")]
    [InlineData("Patient.name.family", "[\"山田\"]")]
    [InlineData("DomainResource.active", "[true]")]
    [InlineData("Observation.value", "[]")]
    [InlineData("`Patient`.`name`.`family`", "[\"山田\"]")]
    [InlineData("multipleBirth", "[2]")]
    [InlineData("multipleBirth is integer", "[true]")]
    [InlineData("birthDate.extension.value.type().name", "[\"dateTime\"]")]
    [InlineData("birthDate.extension('http://example.org/time').exists()", "[true]")]
    [InlineData("birthDate.hasExtension('http://example.org/other')", "[false]")]
    [InlineData("birthDate.hasValue() and name.first().hasValue().not()", "[true]")]
    [InlineData("birthDate.getValue() is Date", "[true]")]
    [InlineData("birthDate < @1975", "[true]")]
    [InlineData("children().count() = descendants().count()", "[false]")]
    [InlineData("repeat(contained).count()", "[1]")]
    [InlineData("contained.name.family", "[\"Contained\"]")]
    [InlineData("%resource.id | %context.id | %rootResource.id", "[\"p1\"]")]
    [InlineData("name.select(%resource.id & $index.toString())", "[\"p10\",\"p11\"]")]
    public void Paths_lead_through_the_elements_of_a_resource(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Person));

    [Theory]
    [InlineData("active is boolean", "[true]")]
    [InlineData("active is Boolean", "[false]")]
    [InlineData("active is System.Boolean", "[false]")]
    [InlineData("active is FHIR.boolean", "[true]")]
    [InlineData("Patient is DomainResource", "[true]")]
    [InlineData("Patient is System.Patient", "[false]")]
    [InlineData("name.first().use is code", "[true]")]
    [InlineData("name.first().use is string", "[true]")]
    [InlineData("name.first().use.as(string)", "[\"official\"]")]
    [InlineData("name.first().use.ofType(string)", "[]")]
    [InlineData("name.first().use.ofType(code)", "[\"official\"]")]
    [InlineData("contained.ofType(Practitioner).id", "[\"gp\"]")]
    [InlineData("contained.ofType(DomainResource).id", "[\"gp\"]")]
    [InlineData("name.as(HumanName).use", "[\"official\",\"nickname\"]")]
    [InlineData("name is HumanName", "Execution error")]
    [InlineData("{} is HumanName", "[]")]
    [InlineData("1 is Any", "[true]")]
    [InlineData("1 is System.Any", "[true]")]
    [InlineData("1 is FHIR.Any", "Semantic error")]
    [InlineData("active.type().namespace & '.' & active.type().name", "[\"FHIR.boolean\"]")]
    [InlineData("true.type().namespace & '.' & true.type().name", "[\"System.Boolean\"]")]
    [InlineData("name.first().type().baseType", "[\"FHIR.Element\"]")]
    public void Types_are_those_of_the_definitions(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Person));

    [Theory]
    [InlineData("name = name", "[true]")]
    [InlineData("name.first() = name.last()", "[false]")]
    [InlineData("name.given.distinct()", "[\"太郎\",\"Taro\"]")]
    [InlineData("(name | name).count()", "[2]")]
    [InlineData("name ~ (name.last() | name.first())", "[true]")]
    [InlineData("name.last() in name", "[true]")]
    public void Elements_are_equal_when_all_below_them_is(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Person));

    [Theory]
    [InlineData("component[0].code = component[1].code", "[true]")]
    [InlineData("component.code.distinct().count()", "[1]")]
    [InlineData("component[0] = component[1]", "[false]")]
    [InlineData("effective = @2020-02T", "[true]")]
    [InlineData("subject.resolve() is Patient", "[true]")]
    [InlineData("subject.where(resolve() is Patient).exists()", "[true]")]
    [InlineData("subject.where(resolve() is Group).exists()", "[false]")]
    [InlineData("subject.resolve().exists()", "[false]")]
    [InlineData("conformsTo('http://hl7.org/fhir/StructureDefinition/Observation')", "[true]")]
    [InlineData("conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "[false]")]
    [InlineData("conformsTo('http://example.org/unknown')", "Execution error")]
    [InlineData("code.memberOf('http://example.org/vs')", "Execution error")]
    [InlineData("code.subsumes(code)", "Execution error")]
    [InlineData("code.elementDefinition()", "Execution error")]
    [InlineData("component.slice('http://example.org/p', 's')", "Execution error")]
    [InlineData("checkModifiers('http://example.org/m').code.text", "[\"weight\"]")]
    [InlineData("'<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>'.htmlChecks()", "[true]")]
    [InlineData("'<div><script/></div>'.htmlChecks()", "[false]")]
    public void Functions_of_FHIR(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Weight));

    [Theory]
    [InlineData("generalPractitioner[0].resolve().name.family", "[\"Contained\"]")]
    [InlineData("generalPractitioner.select(resolve() is Practitioner)", "[true,true]")]
    [InlineData("generalPractitioner.where(resolve() is Practitioner).count()", "[2]")]
    [InlineData("contained.select($this.name.count())", "[1]")]
    public void References_resolve_inside_the_document(string expression, string expected) =>
        Assert.Equal(expected, Answers.To(expression, Answers.Person));

    [Fact]
    public void References_resolve_to_other_entries_of_their_Bundle()
    {
        const string bundle = """
            { "resourceType": "Bundle", "type": "collection", "entry": [
              { "fullUrl": "urn:uuid:1", "resource": { "resourceType": "Patient", "id": "a" } },
              { "fullUrl": "http://x/fhir/Group/b", "resource": { "resourceType": "Group", "id": "b", "managingEntity": { "reference": "Organization/c" } } },
              { "fullUrl": "http://x/fhir/Organization/c", "resource": { "resourceType": "Organization", "id": "c", "partOf": { "reference": "urn:uuid:1" } } } ] }
            """;

        Assert.Equal("[\"c\"]", Answers.To("entry.resource.ofType(Group).managingEntity.resolve().id", bundle));
        Assert.Equal("[\"a\"]", Answers.To("entry.resource.ofType(Organization).partOf.resolve().id", bundle));
        Assert.Equal("[true]", Answers.To("entry.resource.ofType(Organization).partOf.resolve() is Patient", bundle));
    }

    [Fact]
    public void The_surroundings_answer_what_the_document_does_not_hold()
    {
        using var other = FhirDocument.ParseLenient(System.Text.Encoding.UTF8.GetBytes(Answers.Person)).Document;
        var environment = FhirPathEnvironment.Default with
        {
            Resolve = reference => reference == "https://example.org/fhir/Patient/p1/_history/3" ? other!.Root : default,
            MemberOf = (value, valueSet) => valueSet == "http://example.org/vs" ? value is Value.Node : null,
            Subsumes = (_, _) => true,
            ConformsTo = (element, profile) => profile == "http://example.org/p" ? element.Name == "code" : null,
            ElementDefinition = element => element.Name == "code" ? other!.Root : default,
            IsInSlice = (element, profile, name) => profile == "http://example.org/p" ? element.Child(name).Exists : null,
            Variables = new Dictionary<string, Collection> { ["mine"] = Collection.Of(7) },
        };

        Assert.Equal("[\"p1\"]", Answers.To("subject.resolve().id", Answers.Weight, environment));
        Assert.Equal("[true]", Answers.To("code.memberOf('http://example.org/vs')", Answers.Weight, environment));
        Assert.Equal("[]", Answers.To("code.memberOf('http://example.org/other')", Answers.Weight, environment));
        Assert.Equal("[true]", Answers.To("code.subsumedBy(code)", Answers.Weight, environment));
        Assert.Equal("[true]", Answers.To("code.conformsTo('http://example.org/p')", Answers.Weight, environment));
        Assert.Equal("[\"p1\"]", Answers.To("code.elementDefinition().id", Answers.Weight, environment));
        Assert.Equal("[3]", Answers.To("component.slice('http://example.org/p', 'value').value.last()", Answers.Weight, environment));
        Assert.Equal("[7]", Answers.To("%mine", null, environment));
        Assert.Equal("Execution error", Answers.To("%yours", null, environment));
    }

    [Fact]
    public void Trace_hands_the_items_over_and_changes_nothing()
    {
        var traced = new List<string>();
        var environment = FhirPathEnvironment.Default with { Trace = (name, items) => traced.Add($"{name} {FhirPathJson.ToLine(items)}") };

        Assert.Equal("[2]", Answers.To("name.trace('names', use).count()", Answers.Person, environment));
        Assert.Equal(["names [\"official\",\"nickname\"]"], traced);
    }

    [Theory]
    [InlineData("name.givn", "HumanName has no element givn.", 5)]
    [InlineData("Encounter.status", "Patient is no Encounter.", 0)]
    [InlineData("multipleBirthInteger", "Patient has no element multipleBirthInteger.", 0)]
    [InlineData("contact.name.select(famly)", "HumanName has no element famly.", 20)]
    [InlineData("children().first()", "The items have no order that first() could go by.", 11)]
    [InlineData("descendants()[0]", "The items have no order that an index could count.", 13)]
    [InlineData("descendants().where(id.exists()).skip(1)", "The items have no order that skip() could go by.", 33)]
    [InlineData("name.contains('x')", "contains() is called on HumanName, which is no string.", 5)]
    [InlineData("name.as(HumanName)", "as takes one item.", 5)]
    [InlineData("iif('x', 1)", "The criterion of iif() is no Boolean.", 0)]
    [InlineData("(multipleBirth as integer).start", "integer has no element start.", 27)]
    public void Strictly_read_a_name_that_no_type_has_is_an_error(string expression, string reason, int offset)
    {
        Assert.Equal((reason, offset), Answers.ErrorOf(expression, Answers.Person, Strict));
        Assert.DoesNotContain("Semantic", Answers.To(expression, Answers.Person), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Patient.name | Person.name")]
    [InlineData("contained.anything.more")]
    [InlineData("Patient.extension.value.unit")]
    [InlineData("name.select(given | family).where($this.length() > 1)")]
    [InlineData("contained.ofType(Practitioner).qualification.code.coding.code")]
    [InlineData("descendants().where($this is Reference).reference")]
    [InlineData("name.sort(family).first().given")]
    [InlineData("telecom.where(system = 'phone').value.first().length()")]
    public void Strictly_read_what_can_mean_something_is_none(string expression) =>
        Assert.Null(FhirPathExpression.Compile(expression).Expression!.Check(R4.Type("Patient")!));
}
