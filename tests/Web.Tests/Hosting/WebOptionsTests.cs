using Chameleon.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Chameleon.Web.Tests.Hosting;

public class WebOptionsTests
{
    [Fact]
    public void Packed_weights_are_kept_where_the_command_line_says_so()
    {
        Assert.Null(Read().Engine().Cache);
        Assert.Null(Read("--cache").Engine().Cache!.Folder);
        Assert.Equal("/kept", Read("--cache-folder", "/kept", "--quantize", "nf4").Engine().Cache!.Folder);
    }

    private static WebOptions Read(params string[] args) =>
        new ConfigurationBuilder().AddCommandLine(CommandLineFlags.Read(args)).Build().Get<WebOptions>() ?? new WebOptions();
}
