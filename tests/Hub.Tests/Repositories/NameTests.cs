namespace Chameleon.Hub.Tests.Repositories;

public class NameTests
{
    [Theory]
    [InlineData("facebook/chameleon-7b", "main")]
    [InlineData(" leloy/Anole-7b-v0.1-hf@refs/pr/3 ", "refs/pr/3")]
    [InlineData("a/b@v1.0_x", "v1.0_x")]
    public void A_name_may_carry_a_revision(string text, string revision) => Assert.Equal(revision, HubReference.Parse(text).Revision);

    [Theory]
    [InlineData("")]
    [InlineData("chameleon")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b--c")]
    [InlineData("-a/b")]
    [InlineData("a/b.")]
    [InlineData("a/b c")]
    [InlineData("a/ü")]
    [InlineData("https://huggingface.co/a/b")]
    public void What_is_no_name_is_refused(string text)
    {
        Assert.False(HubReference.TryParse(text, out _));
        Assert.Equal(HubFailure.InvalidName, Assert.Throws<HubException>(() => HubReference.Parse(text)).Failure);
    }

    [Theory]
    [InlineData("a/b@")]
    [InlineData("a/b@../main")]
    [InlineData("a/b@/main")]
    [InlineData("a/b@main/")]
    [InlineData("a/b@.git")]
    [InlineData("a/b@a..b")]
    [InlineData("a/b@main@x")]
    public void What_is_no_revision_is_refused(string text) => Assert.Throws<HubException>(() => HubReference.Parse(text));

    [Fact]
    public void A_name_too_long_for_a_folder_is_refused() => Assert.False(RepositoryId.TryParse($"a/{new string('b', 97)}", out _));

    [Fact]
    public void A_folder_of_the_cache_tells_its_repository()
    {
        Assert.Equal("owner/na-me", RepositoryId.OfFolder("models--owner--na-me")?.ToString());
        Assert.Null(RepositoryId.OfFolder("datasets--owner--name"));
        Assert.Null(RepositoryId.OfFolder("models--gpt2"));
        Assert.Null(RepositoryId.OfFolder("models--a--b--c"));
    }
}
