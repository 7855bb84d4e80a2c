using Chameleon.Web.Access;

namespace Chameleon.Web.Tests.Access;

public class PasswordHashTests
{
    [Fact]
    public async Task A_password_fits_what_was_kept_of_it_and_no_other_does()
    {
        var (kept, again) = (await PasswordHash.MakeAsync("Zürich ☂ 10"), await PasswordHash.MakeAsync("Zürich ☂ 10"));

        Assert.StartsWith("pbkdf2-sha256$600000$", kept, StringComparison.Ordinal);
        Assert.NotEqual(kept, again);
        Assert.True(await PasswordHash.FitsAsync("Zürich ☂ 10", kept));
        Assert.False(await PasswordHash.FitsAsync("Zürich ☂ 11", kept));
        Assert.False(await PasswordHash.FitsAsync("", null));
    }
}
