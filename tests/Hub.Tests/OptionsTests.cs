namespace Chameleon.Hub.Tests;

public sealed class OptionsTests : IDisposable
{
    private readonly TemporaryFolder home = new();

    [Fact]
    public void Without_variables_everything_is_where_other_programs_have_it()
    {
        var options = Read();
        Assert.Equal("https://huggingface.co/", options.Endpoint.ToString());
        Assert.Equal(Path.Combine(home.Path, ".cache", "huggingface", "hub"), options.CacheFolder);
        Assert.Null(options.Token);
        Assert.False(options.Offline);
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("HF_HOME=/h", "/h/hub")]
    [InlineData("HF_HOME=~/h", "~/h/hub")]
    [InlineData("HF_HOME=/h HF_HUB_CACHE=/c", "/c")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/old", "/old")]
    [InlineData("HF_HUB_CACHE=", "~/.cache/huggingface/hub")]
    public void The_cache_is_where_the_variables_say(string variables, string folder) =>
        Assert.Equal(folder.Replace("~", home.Path, StringComparison.Ordinal), Read(variables.Split(' ')).CacheFolder);

    [Fact]
    public void The_token_comes_from_the_environment_and_else_from_a_login()
    {
        var file = Path.Combine(home.Path, ".cache", "huggingface", "token");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "hf_kept\n");
        Assert.Equal(("hf_kept", "the cache's token file"), Token());
        Assert.Equal(("hf_old", "HUGGING_FACE_HUB_TOKEN"), Token("HUGGING_FACE_HUB_TOKEN=hf_old"));
        Assert.Equal(("hf_new", "HF_TOKEN"), Token("HUGGING_FACE_HUB_TOKEN=hf_old", "HF_TOKEN= hf_new "));
        Assert.DoesNotContain("hf_", $"{Read().Token} {Read()}", StringComparison.Ordinal);

        (string, string) Token(params string[] variables) => Read(variables).Token is { } token ? (token.Value, token.Source) : default;
    }

    [Fact]
    public void A_token_with_a_line_break_in_it_is_refused_without_being_said()
    {
        var exception = Assert.Throws<HubException>(() => Read("HF_TOKEN=hf_a\r\nX-Evil:b"));
        Assert.Contains("HF_TOKEN", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_a", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://mirror.example/sub", "https://mirror.example/sub/")]
    [InlineData("http://127.0.0.1:8000/", "http://127.0.0.1:8000/")]
    public void A_mirror_can_stand_in(string named, string used) => Assert.Equal(used, Read($"HF_ENDPOINT={named}").Endpoint.ToString());

    [Theory]
    [InlineData("ftp://mirror.example")]
    [InlineData("mirror.example")]
    [InlineData("https://user:word@mirror.example")]
    public void A_mirror_without_an_address_is_refused(string named) => Assert.Throws<HubException>(() => Read($"HF_ENDPOINT={named}"));

    [Fact]
    public void Offline_is_heeded() => Assert.True(Read("HF_HUB_OFFLINE=true").Offline);

    public void Dispose() => home.Dispose();

    private HubOptions Read(params string[] variables)
    {
        var set = variables.Append($"HOME={home.Path}").Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubOptions.OfEnvironment(set.GetValueOrDefault);
    }
}
