using Chameleon.Hub;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Microsoft.AspNetCore.Connections;

var backup = BackupCommand.TakeFrom(ref args);
var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args = CommandLineFlags.Read(args),
    ContentRootPath = published ? AppContext.BaseDirectory : null,
});
builder.Configuration.AddEnvironmentVariables("CHAMELEON_").AddCommandLine(args);
var options = builder.Configuration.Get<WebOptions>() ?? new WebOptions();
if (backup is not null)
{
    return await BackupCommand.RunAsync(backup, options, Console.Out, Console.Error);
}

try
{
    builder.ListenSafely(options);
    builder.AddChameleonWeb(options, await DataStore.OpenAsync(options.FindData()));
    var app = builder.Build();
    app.UseChameleonWeb();
    Welcome.SayWhenReady(app, options);
    await app.RunAsync();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"Port {options.Port} is taken; name another one with --port.");
    return 1;
}
catch (Exception exception) when (exception is DirectoryNotFoundException or DataStoreException or HubException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
