// What runs in the pods of the lab's cluster: without arguments it waits, as a pod's first container does; otherwise it answers on each of
// these ports who it is, and who asked.
package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func answer(writer http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/healthz" {
		_, _ = writer.Write([]byte("ok\n"))
		return
	}
	from, _, _ := net.SplitHostPort(request.RemoteAddr)
	name, _ := os.Hostname()
	_ = json.NewEncoder(writer).Encode(map[string]string{"pod": name, "from": from, "version": os.Getenv("VERSION")})
}

func main() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	var servers []*http.Server
	for _, port := range os.Args[1:] {
		server := &http.Server{Addr: ":" + port, Handler: http.HandlerFunc(answer)}
		servers = append(servers, server)
		go func() {
			if err := server.ListenAndServe(); err != http.ErrServerClosed {
				panic(err)
			}
		}()
	}
	<-end
	// What is under way is answered, as of every server that is told to end.
	for _, server := range servers {
		_ = server.Shutdown(context.Background())
	}
}
