using System.Text;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class VocabularyTest
{
    [Fact]
    public void The_same_people_give_the_same_bytes()
    {
        Assert.Equal(Records.Vocabulary().Digest, Records.Vocabulary().Digest);
        Golden.Same("vocabulary.sha256", Records.Vocabulary().Digest + "\n");
    }

    [Fact]
    public void Concepts_of_too_few_people_are_read_as_what_stands_above_them()
    {
        var vocabulary = Records.Vocabulary(peopleMin: 41);

        Assert.All(vocabulary.Concepts, concept =>
            Assert.True(concept.Key.EndsWith("/?") || concept.Key.StartsWith("static/")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"name":"x","tasks":[],"concepts":[]}""")]
    [InlineData("""{"format":1,"name":"x","tasks":[],"concepts":[{"key":"lab/x","type":5,"group":"other","firstToken":3,"edges":[],"spread":1}]}""")]
    [InlineData("""{"format":1,"name":"x","tasks":[],"concepts":[{"key":"lab/x","type":5,"group":"unheard-of","firstToken":16,"edges":[],"spread":1}]}""")]
    [InlineData("""{"format":1,"name":"x","tasks":[],"concepts":[{"key":"lab/x","type":5,"group":"other","firstToken":16,"unit":"%","edges":[1,1],"centre":0,"spread":1}]}""")]
    public void A_vocabulary_that_contradicts_itself_is_refused(string stored) =>
        Assert.Throws<InvalidDataException>(() => Vocabulary.Load(Encoding.UTF8.GetBytes(stored)));

    [Fact]
    public void A_task_that_it_does_not_have_is_refused() =>
        Assert.Throws<ArgumentException>(() => Records.Vocabulary().TaskToken("gout"));
}
