using Chameleon.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Chameleon.Web.Tests.Hosting;

public class ListeningTests
{
    [Theory]
    [InlineData("--listen", "0.0.0.0")]
    [InlineData("--listen", "::")]
    [InlineData("--listen", "192.168.1.5")]
    [InlineData("--urls", "http://*:5080")]
    [InlineData("--urls", "http://localhost:5080;http://+:81")]
    [InlineData("--urls", "http://example.com:80")]
    [InlineData("--Kestrel:Endpoints:Open:Url", "http://0.0.0.0:80")]
    public void Without_a_login_it_listens_to_nobody_else(string name, string value)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Listen(name, value));

        Assert.Contains("add --auth", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("*", Listen(name, value, "--auth").Configuration["AllowedHosts"]);
    }

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:81", "--listen", "127.0.0.1", "--port", "81")]
    [InlineData("http://[::1]:5080", "--listen", "::1")]
    [InlineData("http://127.0.0.1:0", "--port", "0")]
    [InlineData("https://localhost:7000", "--urls", "https://localhost:7000")]
    public void On_this_machine_it_listens_where_it_is_told(string expected, params string[] args) =>
        Assert.Equal(expected, Listen(args).WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)!.TrimEnd('/'));

    [Fact]
    public void What_is_no_address_is_refused() =>
        Assert.Contains("--listen is 'everywhere'", Assert.Throws<ArgumentException>(() => Listen("--listen", "everywhere")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new[] { "--auth" }, new[] { "--auth=true" })]
    [InlineData(new[] { "--auth", "--port", "80" }, new[] { "--auth=true", "--port=80" })]
    [InlineData(new[] { "--api-key", "sk-1=2" }, new[] { "--apikey=sk-1=2" })]
    [InlineData(new[] { "--api-key=a-b" }, new[] { "--apikey=a-b" })]
    [InlineData(new[] { "--open", "false", "x" }, new[] { "--open=false", "x" })]
    public void Flags_are_read(string[] args, string[] expected) => Assert.Equal(expected, CommandLineFlags.Read(args));

    private static WebApplicationBuilder Listen(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(CommandLineFlags.Read(args));
        builder.ListenSafely(builder.Configuration.Get<WebOptions>() ?? new WebOptions());
        return builder;
    }
}
