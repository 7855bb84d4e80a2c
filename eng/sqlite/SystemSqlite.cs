using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Chameleon.Web.Data;

/// <summary>Binds SQLite to the system's library, on feeds that bring none of their own.</summary>
internal static class SystemSqlite
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before the first connection, whoever opens it.")]
    internal static void Bind()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            static (name, _, _) => name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
    }
}
