using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Where a class library begins: AWS's own client loads its handler, `Assembly::Namespace.Class::Method`, and takes events from the
/// Runtime API. It is started with the function's dependencies, among which the client need not be: what they lack is beside this program.
/// </summary>
internal static class Program
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(Program).Assembly.Location)!;

    private static Task Main(string[] arguments)
    {
        AssemblyLoadContext.Default.Resolving += FindBeside;
        return Run(arguments[0]);
    }

    /// <summary>Not a part of Main: the client must not be looked for before it can be found.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Run(string handler) => new RuntimeSupportInitializer(handler).RunLambdaBootstrap();

    private static Assembly? FindBeside(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(Folder, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
